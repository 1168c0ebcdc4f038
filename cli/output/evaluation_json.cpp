#include "cli/output/evaluation_json.h"

namespace undula::cli {
namespace {

JsonObject estimate_json(const Estimate& estimate, std::span<const Metric> metrics) {
  JsonObject json;
  for (const Metric metric : metrics) {
    json.add(name_of(metric), JsonObject()
                                  .add("value", estimate.value[metric])
                                  .add("low", estimate.low[metric])
                                  .add("high", estimate.high[metric]));
  }
  return json;
}

}  // namespace

void add_judgement(const Judgement& judgement, std::span<const Metric> metrics, JsonObject& json) {
  json.add("model", estimate_json(judgement.model, metrics));
  if (!judgement.baseline) return;
  json.add("baseline", estimate_json(*judgement.baseline, metrics));
  json.add("difference", estimate_json(*judgement.difference, metrics));
}

JsonObject confusion_json(const std::vector<int64_t>& counts, const std::vector<std::string>& classes) {
  JsonObject confusion;
  for (size_t row = 0; row < classes.size(); ++row) {
    JsonObject calls;
    for (size_t column = 0; column < classes.size(); ++column)
      calls.add(classes[column], counts[row * classes.size() + column]);
    confusion.add(classes[row], calls);
  }
  return confusion;
}

}  // namespace undula::cli
