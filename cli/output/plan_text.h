#pragma once
#include "cli/output/report_lines.h"
#include "genomics/tasks/labelled_data.h"
#include "genomics/tasks/train_task.h"

namespace undula::cli {

/// What a training run is about to do: data per class and split, model, steps, memory, time.
ReportLines describe_plan(const LabelledData& data, const TrainPlan& plan, const TrainTask& task, double seconds);

}  // namespace undula::cli
