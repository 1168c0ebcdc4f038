#pragma once
#include "audio/tasks/train/sound_task.h"
#include "cli/output/report_lines.h"

namespace undula::cli {

/// What the training of a classifier of sounds is about to do: data per class and split, rate, durations, variations,
/// model, steps, memory, time.
ReportLines describe_plan(const SoundTask& task, double seconds);

}  // namespace undula::cli
