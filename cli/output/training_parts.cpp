#include "cli/output/training_parts.h"

#include <algorithm>
#include <numeric>

#include "cli/term/format.h"
#include "core/report/line_plot.h"

namespace undula::cli {

Series named(const std::string& name, Series series) {
  series.name = name;
  return series;
}

void add_optimizer_curves(const RunFolder& folder, ReportSection& section) {
  section.plots.push_back({svg_line_plot({"Learning rate", "step", "rate", {folder.read("learning_rate")}}), ""});
  section.plots.push_back(
      {svg_line_plot({"Norm of the gradient", "step", "norm", {folder.read("gradient_norm")}}), ""});
}

ReportSection loss_section(const RunFolder& folder, bool validated, std::optional<double> baseline,
                           const std::string& unit, double scale) {
  const auto curve = [&](const std::string& name, const std::string& metric) {
    Series series = named(name, folder.read(metric));
    for (double& value : series.y) value *= scale;
    return series;
  };
  LinePlot loss{"Loss", "step", unit, {}};
  if (validated) loss.series.push_back(curve("validation", "valid_log_loss"));
  const Series training = curve("training", "loss");
  if (baseline && !training.x.empty())
    loss.series.push_back({"baseline", {training.x.front(), training.x.back()}, {*baseline, *baseline}});
  loss.series.push_back(training);
  ReportSection section{"Training", {{svg_line_plot(loss), ""}}, {}};
  add_optimizer_curves(folder, section);
  return section;
}

ReportCard time_card(const RunFolder& folder, const TrainingRun& run, int64_t began_at_step, double seconds,
                     const std::string& unit) {
  const Series tokens = folder.read("tokens");
  const auto first = std::min(static_cast<size_t>(began_at_step), tokens.y.size());
  const double read = std::accumulate(tokens.y.begin() + static_cast<std::ptrdiff_t>(first), tokens.y.end(), 0.0);
  const std::string since = began_at_step > 0 ? " since it was resumed" : "";
  return {"Training time", duration(seconds),
          grouped(run.steps_done() - began_at_step) + " steps" + since + ", " +
              scaled(seconds > 0 ? read / seconds : 0) + unit + "/s, validations included"};
}

ReportSection plan_section(const ReportLines& plan) {
  ReportTable table;
  for (const auto& [name, value] : plan.lines()) {
    if (!name.starts_with("class ")) table.rows.push_back({name, value});  // the data's own table has those
  }
  return {"Plan", {}, {table}};
}

}  // namespace undula::cli
