#pragma once
#include "audio/tasks/model/sound_front_end.h"
#include "audio/windows/sample_list.h"

namespace undula {

/// Windows of at most `samples` samples that are best run at once.
int64_t sound_windows_at_once(int64_t samples);

/// Windows of samples as a model reads them, each at least one and at most `longest` long.
SampleList prepare_windows(const SoundFrontEnd& front_end, std::vector<std::vector<float>> windows, int64_t longest);
/// Windows to plan with.
SampleList planned_windows(const SoundFrontEnd& front_end, int64_t longest);

}  // namespace undula
