#include "audio/audit/sound_cues.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

/// One of a few values that sounds have, not a quantity.
bool is_name(SoundCue cue) {
  return cue == SoundCue::kRate || cue == SoundCue::kFormat || cue == SoundCue::kChannels;
}

double value_of(SoundCue cue, const SoundData& data, int64_t sound, NameIndex& formats) {
  const Sample& sample = data.dataset.samples[static_cast<size_t>(sound)];
  const SoundFormat& format = data.formats[static_cast<size_t>(data.places[static_cast<size_t>(sound)].file)];
  switch (cue) {
    case SoundCue::kRate:
      return format.rate;
    case SoundCue::kFormat:
      return formats.number_of(format_text(format));
    case SoundCue::kChannels:
      return format.channels;
    case SoundCue::kPeak:
      return peak_dbfs(sample.values);
    case SoundCue::kLevel:
      return level_dbfs(sample.values);
    case SoundCue::kDuration:
      break;
  }
  return data.seconds(sample);
}

CueValues cue_values(SoundCue cue, const SoundData& data, Split split, NameIndex& formats) {
  CueValues cues;
  for (const int64_t i : data.dataset.indices(split)) {
    cues.values.push_back(value_of(cue, data, i, formats));
    cues.labels.push_back(data.dataset.samples[static_cast<size_t>(i)].label);
  }
  return cues;
}

}  // namespace

const char* name_of(SoundCue cue) {
  constexpr const char* kNames[] = {"rate", "format", "channels", "peak", "level", "duration"};
  return kNames[static_cast<size_t>(cue)];
}

const char* title_of(SoundCue cue) {
  constexpr const char* kTitles[] = {"sample rate alone", "file format alone", "number of channels alone",
                                     "peak alone",        "level (RMS) alone", "duration alone"};
  return kTitles[static_cast<size_t>(cue)];
}

std::string format_text(const SoundFormat& format) {
  return format.container + ", " + format.encoding;
}

double peak_dbfs(std::span<const float> samples) {
  float peak = 0;
  for (const float x : samples) peak = std::max(peak, std::fabs(x));
  return 20 * std::log10(static_cast<double>(peak));
}

std::vector<int32_t> classify_by(SoundCue cue, const SoundData& data, Split judged) {
  NameIndex formats;
  const CueValues train = cue_values(cue, data, Split::kTrain, formats), test = cue_values(cue, data, judged, formats);
  const auto classes = static_cast<int64_t>(data.dataset.classes.size());
  return is_name(cue) ? classify_by_value(train, test, classes) : classify_by_cue(train, test, classes);
}

}  // namespace undula
