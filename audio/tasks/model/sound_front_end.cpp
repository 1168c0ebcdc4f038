#include "audio/tasks/model/sound_front_end.h"

#include <algorithm>
#include <cmath>

#include "audio/baseline/code_counts.h"
#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {
namespace {

constexpr double kQuietest = -80;               // dBFS; what is below keeps its level
constexpr double kPeakLevel = 0.9, kRms = 0.1;  // after normalisation

double peak_of(std::span<const float> samples) {
  double peak = 0;
  for (const float x : samples) peak = std::max(peak, std::fabs(static_cast<double>(x)));
  return peak;
}

SoundCodes codes_field(const ModelFile& file) {
  try {
    return SoundCodes(file.field("sound.codes"));
  } catch (const Error&) {
    reject_field(file, "sound.codes");
  }
}

}  // namespace

double level_dbfs(std::span<const float> samples) {
  double squares = 0;
  for (const float x : samples) squares += static_cast<double>(x) * x;
  return 10 * std::log10(squares / static_cast<double>(std::max<size_t>(samples.size(), 1)));
}

void SoundFrontEnd::normalise(std::span<float> samples) const {
  const double level = level_dbfs(samples);
  if (norm == "none" || !(level > kQuietest)) return;
  const double gain = norm == "peak" ? kPeakLevel / peak_of(samples) : kRms / std::pow(10, level / 20);
  for (float& x : samples) x = static_cast<float>(gain * x);
}

void SoundFrontEnd::prepare(std::vector<float> samples, Sample& out) const {
  normalise(samples);
  out.tokens.clear();
  out.values.clear();
  if (codes) {
    codes->encode(samples, out.tokens);
  } else {
    out.values = std::move(samples);
  }
}

void SoundFrontEnd::store(TensorFile& content) const {
  content.metadata[kFrontEndKey] = kSoundSamplesFrontEnd;
  content.metadata["sound.rate"] = number_text(rate);
  content.metadata["sound.channel"] = channel;
  content.metadata["sound.norm"] = norm;
  if (codes) content.metadata["sound.codes"] = codes->name();
}

SoundFrontEnd SoundFrontEnd::load(const ModelFile& file) {
  const std::string& kind = file.field(kFrontEndKey);
  const bool language_model = kind == kSoundCodesFrontEnd;
  if (kind != kSoundSamplesFrontEnd && !language_model)
    throw Error(ErrorKind::kBadInput, "the model does not read sound: front end '" + kind + "'", file.path);
  SoundFrontEnd front_end;
  front_end.rate = positive_field(file, "sound.rate");
  front_end.channel = file.field("sound.channel");
  if (!language_model) front_end.norm = file.field("sound.norm");
  const std::string& norm = front_end.norm;
  if (norm != "none" && norm != "peak" && norm != "rms") reject_field(file, "sound.norm");
  if (language_model || file.content.metadata.contains("sound.codes")) front_end.codes = codes_field(file);
  const ModelConfig& config = file.model->config();
  if (front_end.codes.has_value() == reads_samples(config.stem) || (front_end.codes && config.vocab != kCodes))
    reject_field(file, "sound.codes");
  return front_end;
}

}  // namespace undula
