#pragma once
#include <optional>
#include <string>

#include "cli/output/report_lines.h"
#include "core/report/html_report.h"
#include "core/train/run_folder.h"
#include "core/train/training_run.h"

namespace undula::cli {

// What the pages of training runs have in common, whatever the model is for.

/// The same curve under another name.
Series named(const std::string& name, Series series);
/// Learning rate and norm of the gradient.
void add_optimizer_curves(const RunFolder& folder, ReportSection& section);
/// The loss on training and, where there is one, on validation beside the baseline's, in `unit`: nats times `scale`.
ReportSection loss_section(const RunFolder& folder, bool validated, std::optional<double> baseline,
                           const std::string& unit, double scale = 1);
/// Time and throughput, in the units that were read since training was begun or resumed.
ReportCard time_card(const RunFolder& folder, const TrainingRun& run, int64_t began_at_step, double seconds,
                     const std::string& unit = "bp");
/// The plan as a table, without the lines about classes.
ReportSection plan_section(const ReportLines& plan);

}  // namespace undula::cli
