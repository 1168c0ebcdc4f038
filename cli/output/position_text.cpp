#include "cli/output/position_text.h"

#include <array>

#include "cli/output/evaluation_json.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

constexpr std::array kJudged = {Metric::kAccuracy, Metric::kMacroF1, Metric::kMcc, Metric::kAuroc, Metric::kLogLoss};

}  // namespace

std::string kmer_classes_text(int k) {
  return "frequencies of the classes given the " + std::to_string(k) + "-mer around the base";
}

Rows position_rows(const PositionEvaluation& found) {
  return metric_rows(found.judgement, kJudged);
}

std::string judged_text(const PositionEvaluation& found) {
  return grouped(found.bases) + " bases in " + grouped(found.blocks) + " blocks of " + grouped(kEvaluatedBlock);
}

std::string position_evaluation_text(const PositionModel& model, const PositionEvaluation& found) {
  std::string text = "split " + found.split + ": " + judged_text(found) + "\n\n";
  text += table_text(position_rows(found)) + "\n";
  text += table_text(confusion_rows(found.confusion, model.card().classes)) + "\n";
  if (model.baseline()) text += "baseline: " + kmer_classes_text(model.baseline()->k()) + "\n";
  const std::string& note = found.judgement.note;
  return text + "brackets: 95 % bootstrap intervals over blocks" + (note.empty() ? "" : "; " + note) + "\n";
}

JsonObject position_evaluation_json(const PositionModel& model, const PositionEvaluation& found) {
  JsonObject json;
  json.add("file", model.file().path).add("split", found.split);
  json.add("bases", found.bases).add("blocks", found.blocks);
  if (model.baseline()) json.add("baseline_k", static_cast<int64_t>(model.baseline()->k()));
  add_judgement(found.judgement, kJudged, json);
  return json.add("confusion", confusion_json(found.confusion, model.card().classes)).add("note", found.judgement.note);
}

}  // namespace undula::cli
