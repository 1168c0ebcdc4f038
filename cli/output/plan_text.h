#pragma once
#include "cli/output/report_lines.h"
#include "genomics/tasks/labelled/labelled_data.h"
#include "genomics/tasks/train/language_task.h"
#include "genomics/tasks/train/position_task.h"
#include "genomics/tasks/train/train_task.h"

namespace undula::cli {

/// What a training run is about to do: data per class and split, model, steps, memory, time.
ReportLines describe_plan(const LabelledData& data, const TrainPlan& plan, const TrainTask& task, double seconds);
/// The same for a language model: data per split, windows, model, steps, memory, time.
ReportLines describe_plan(const LanguageTask& task, double seconds);
/// The same for a model of positions, with bases per class too.
ReportLines describe_plan(const PositionTask& task, double seconds);

}  // namespace undula::cli
