#pragma once
#include <string>

#include "audio/tasks/labelled/sound_data.h"
#include "core/audit/cue_scores.h"

namespace undula {

/// What of a sound has nothing to do with what is heard in it, or little.
enum class SoundCue : uint8_t { kRate, kFormat, kChannels, kPeak, kLevel, kDuration };

/// "rate", the name of the check.
const char* name_of(SoundCue cue);
/// "sample rate alone".
const char* title_of(SoundCue cue);
/// What the file of a sound is: container and encoding.
std::string format_text(const SoundFormat& format);
/// 20 log10 of the largest magnitude; -infinity for silence.
double peak_dbfs(std::span<const float> samples);

/// The answers for the sounds of `judged` of a classifier that sees nothing else of a sound; it learns from train.
/// Peak and level are those of the samples at the data set's rate, all else is that of the file.
std::vector<int32_t> classify_by(SoundCue cue, const SoundData& data, Split judged);

}  // namespace undula
