#include "audio/tasks/language/language_source.h"

#include <algorithm>

#include "core/base/error.h"

namespace undula {

SoundWindows::SoundWindows(const SoundLanguageData& data, int64_t window)
    : data_(data), window_(window * data.codes.tokens_per_sample()) {
  require(window > 0, "sound_windows", "windows have a length");
}

void SoundWindows::add(const Window& window) {
  windows_.push_back(window);
  longest_ = std::max(longest_, window.length);
}

void SoundWindows::get(int64_t pass, int64_t i, Sample& out) const {
  const Window& window = at(i);
  const int64_t from = begin(pass, i);
  const std::vector<uint8_t>& tokens = window.sound->tokens;
  out.group = window.sound->name;
  out.tokens.assign(1, from == 0 ? data_.codes.before_first() : tokens[static_cast<size_t>(from - 1)]);
  out.tokens.insert(out.tokens.end(), tokens.begin() + from, tokens.begin() + from + window.length - 1);
  out.targets.assign(tokens.begin() + from, tokens.begin() + from + window.length);
  out.target_weights.clear();
}

RandomSoundWindows::RandomSoundWindows(const SoundLanguageData& data, int64_t window_samples, uint64_t seed)
    : SoundWindows(data, window_samples), key_(seed) {
  for (const CodedSound* sound : data.of(Split::kTrain)) {
    const auto tokens = static_cast<int64_t>(sound->tokens.size());
    const int64_t count = (tokens + window() - 1) / window();
    for (int64_t j = 0; j < count; ++j) add({sound, j, std::min(tokens, window())});
  }
}

int64_t RandomSoundWindows::begin(int64_t pass, int64_t i) const {
  const Window& here = at(i);
  const int64_t each = tokens_per_sample(),
                room = (static_cast<int64_t>(here.sound->tokens.size()) - here.length) / each;
  if (room == 0) return 0;
  const int64_t half = here.length / each / 2;
  const int64_t count = (static_cast<int64_t>(here.sound->tokens.size()) + window() - 1) / window();
  const double share =
      (static_cast<double>(here.begin) + key_.fold(static_cast<uint64_t>(pass)).uniform(static_cast<uint64_t>(i))) /
      static_cast<double>(count);
  const auto place = static_cast<int64_t>(share * static_cast<double>(room + 2 * half)) - half;
  return std::clamp<int64_t>(place, 0, room) * each;
}

TiledSoundWindows::TiledSoundWindows(const SoundLanguageData& data, Split split, int64_t window_samples, int64_t most)
    : SoundWindows(data, window_samples) {
  std::vector<Window> all;
  int64_t tokens = 0;
  for (const CodedSound* sound : data.of(split)) {
    const auto end = static_cast<int64_t>(sound->tokens.size());
    for (int64_t begin = 0; begin < end; begin += window())
      all.push_back({sound, begin, std::min(window(), end - begin)});
    tokens += end;
  }
  const double share = std::min(1.0, static_cast<double>(most) / static_cast<double>(std::max<int64_t>(tokens, 1)));
  const auto count = static_cast<size_t>(std::max(1.0, share * static_cast<double>(all.size())));
  for (size_t i = 0; i < std::min(count, all.size()); ++i) add(all[i * all.size() / count]);
}

}  // namespace undula
