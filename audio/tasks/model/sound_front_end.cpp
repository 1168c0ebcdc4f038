#include "audio/tasks/model/sound_front_end.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {
namespace {

constexpr char kSoundFrontEnd[] = "sound samples 1";
constexpr double kQuietest = -80;               // dBFS; what is below keeps its level
constexpr double kPeakLevel = 0.9, kRms = 0.1;  // after normalisation

double peak_of(std::span<const float> samples) {
  double peak = 0;
  for (const float x : samples) peak = std::max(peak, std::fabs(static_cast<double>(x)));
  return peak;
}

}  // namespace

double level_dbfs(std::span<const float> samples) {
  double squares = 0;
  for (const float x : samples) squares += static_cast<double>(x) * x;
  return 10 * std::log10(squares / static_cast<double>(std::max<size_t>(samples.size(), 1)));
}

SoundSelection SoundFrontEnd::selection() const {
  SoundSelection selection;
  if (channel == "mean") return selection;
  selection.channels = channel == "each" ? SoundSelection::Channels::kEach : SoundSelection::Channels::kOne;
  if (channel == "each") return selection;
  const auto result = std::from_chars(channel.data(), channel.data() + channel.size(), selection.channel);
  if (result.ec != std::errc() || result.ptr != channel.data() + channel.size() || selection.channel < 1)
    throw Error(ErrorKind::kUsage, "no channel is called '" + channel + "'", "--channel " + channel,
                "mean, each, or a number from 1");
  --selection.channel;
  return selection;
}

void SoundFrontEnd::normalise(std::span<float> samples) const {
  const double level = level_dbfs(samples);
  if (norm == "none" || !(level > kQuietest)) return;
  const double gain = norm == "peak" ? kPeakLevel / peak_of(samples) : kRms / std::pow(10, level / 20);
  for (float& x : samples) x = static_cast<float>(gain * x);
}

void SoundFrontEnd::store(TensorFile& content) const {
  content.metadata[kFrontEndKey] = kSoundFrontEnd;
  content.metadata["sound.rate"] = number_text(rate);
  content.metadata["sound.channel"] = channel;
  content.metadata["sound.norm"] = norm;
}

SoundFrontEnd SoundFrontEnd::load(const ModelFile& file) {
  if (file.field(kFrontEndKey) != kSoundFrontEnd)
    throw Error(ErrorKind::kBadInput,
                "the model does not read samples of sound: front end '" + file.field(kFrontEndKey) + "'", file.path);
  SoundFrontEnd front_end;
  front_end.rate = positive_field(file, "sound.rate");
  front_end.channel = file.field("sound.channel");
  front_end.norm = file.field("sound.norm");
  const std::string& norm = front_end.norm;
  if (norm != "none" && norm != "peak" && norm != "rms") reject_field(file, "sound.norm");
  return front_end;
}

}  // namespace undula
