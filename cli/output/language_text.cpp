#include "cli/output/language_text.h"

#include <cmath>

#include "cli/term/format.h"

namespace undula::cli {

JsonObject bits_json(const BitsEstimate& estimate) {
  return JsonObject().add("value", estimate.value).add("low", estimate.low).add("high", estimate.high);
}

std::string bits_text(const BitsEstimate& estimate) {
  return fixed(estimate.value, 4) + " [" + fixed(estimate.low, 4) + ", " + fixed(estimate.high, 4) + "]";
}

std::string markov_text(const MarkovSettings& settings) {
  return "Markov model of order " + std::to_string(settings.order) + (settings.both_strands ? ", both strands" : "");
}

ReportLines language_lines(const LanguageModel& model, const LanguageEvaluation& found) {
  ReportLines lines;
  lines.add("split", found.split);
  lines.add("bases",
            grouped(found.bases) + (model.causal() ? "" : ", masked, 15 %") + ", in " + grouped(found.blocks) +
                " blocks of " + grouped(kEvaluatedBlock),
            found.bases);
  lines.add("bits_per_base", bits_text(found.model), bits_json(found.model));
  lines.add("perplexity", fixed(std::exp2(found.model.value), 4), std::exp2(found.model.value));
  if (!found.markov) return lines;
  lines.add("baseline", markov_text(*found.markov));
  lines.add("baseline_bits", bits_text(found.baseline), bits_json(found.baseline));
  lines.add("difference", bits_text(found.difference), bits_json(found.difference));
  return lines;
}

}  // namespace undula::cli
