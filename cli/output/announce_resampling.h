#pragma once
#include <cstdint>

#include "audio/io/sound_reader.h"

namespace undula::cli {

/// Says on standard error that a sound is brought to a model's rate, where it has another; nothing where `quiet`.
void announce_resampling(const SoundReader& sound, int64_t rate, bool quiet);

}  // namespace undula::cli
