#include "cli/output/position_text.h"

#include <array>
#include <cmath>
#include <numeric>

#include "cli/output/evaluation_json.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

constexpr std::array kJudged = {Metric::kAccuracy, Metric::kMacroF1, Metric::kMcc,
                                Metric::kAuroc,    Metric::kAuprc,   Metric::kLogLoss};

std::string area_text(double area) {
  return std::isnan(area) ? "NA" : fixed(area, 4);
}

}  // namespace

std::string kmer_classes_text(int k) {
  return "frequencies of the classes given the " + std::to_string(k) + "-mer around the base";
}

Rows position_rows(const PositionEvaluation& found) {
  return metric_rows(found.judgement, kJudged);
}

Rows class_rows(const PositionModel& model, const PositionEvaluation& found) {
  Rows rows = {{"class", "bases", "share", "AUROC", "AUPRC"}};
  if (model.baseline()) rows.front().insert(rows.front().end(), {"baseline AUROC", "baseline AUPRC"});
  const size_t classes = found.areas.size();
  for (size_t c = 0; c < classes; ++c) {
    const auto row = found.confusion.begin() + static_cast<int64_t>(c * classes);
    const int64_t bases = std::accumulate(row, row + static_cast<int64_t>(classes), int64_t{0});
    rows.push_back({model.card().classes[c], grouped(bases),
                    fixed(static_cast<double>(bases) / static_cast<double>(found.bases), 4),
                    area_text(found.areas[c].auroc), area_text(found.areas[c].auprc)});
    if (model.baseline())
      for (const double area : {found.baseline_areas[c].auroc, found.baseline_areas[c].auprc})
        rows.back().push_back(area_text(area));
  }
  return rows;
}

std::string judged_text(const PositionEvaluation& found) {
  return grouped(found.bases) + " bases in " + grouped(found.blocks) + " blocks of " + grouped(kEvaluatedBlock);
}

std::string position_evaluation_text(const PositionModel& model, const PositionEvaluation& found) {
  std::string text = "split " + found.split + ": " + judged_text(found) + "\n\n";
  text += table_text(position_rows(found)) + "\n";
  text += table_text(class_rows(model, found)) + "\n";
  text += table_text(confusion_rows(found.confusion, model.card().classes)) + "\n";
  if (model.baseline()) text += "baseline: " + kmer_classes_text(model.baseline()->k()) + "\n";
  if (model.temperature() != 1) text += "temperature: " + fixed(model.temperature(), 3) + "\n";
  const std::string& note = found.judgement.note;
  return text + "brackets: 95 % bootstrap intervals over blocks" + (note.empty() ? "" : "; " + note) + "\n";
}

JsonObject position_evaluation_json(const PositionModel& model, const PositionEvaluation& found) {
  JsonObject json;
  json.add("file", model.file().path).add("split", found.split);
  json.add("bases", found.bases).add("blocks", found.blocks).add("temperature", model.temperature());
  if (model.baseline()) json.add("baseline_k", static_cast<int64_t>(model.baseline()->k()));
  add_judgement(found.judgement, kJudged, json);
  JsonObject classes;
  for (size_t c = 0; c < found.areas.size(); ++c) {
    JsonObject areas;
    areas.add("auroc", found.areas[c].auroc).add("auprc", found.areas[c].auprc);
    if (model.baseline())
      areas.add("baseline_auroc", found.baseline_areas[c].auroc).add("baseline_auprc", found.baseline_areas[c].auprc);
    classes.add(model.card().classes[c], areas);
  }
  json.add("classes", classes);
  return json.add("confusion", confusion_json(found.confusion, model.card().classes)).add("note", found.judgement.note);
}

}  // namespace undula::cli
