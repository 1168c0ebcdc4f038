#include "audio/tasks/model/sound_windows.h"

#include <algorithm>

namespace undula {
namespace {

constexpr int64_t kBatchSamples = 1 << 18, kBatchRows = 32;

}  // namespace

int64_t sound_windows_at_once(int64_t samples) {
  return std::clamp<int64_t>(kBatchSamples / samples, 1, kBatchRows);
}

SampleList prepare_windows(const SoundFrontEnd& front_end, std::vector<std::vector<float>> windows, int64_t longest) {
  std::vector<Sample> prepared(windows.size());
  for (size_t i = 0; i < windows.size(); ++i) {
    front_end.prepare(std::move(windows[i]), prepared[i]);
    prepared[i].label = -1;
  }
  return {std::move(prepared), front_end.length(longest)};
}

SampleList planned_windows(const SoundFrontEnd& front_end, int64_t longest) {
  return {std::vector<Sample>(static_cast<size_t>(sound_windows_at_once(longest))), front_end.length(longest)};
}

}  // namespace undula
