#pragma once
#include <string>

#include "cli/output/report_lines.h"
#include "genomics/tasks/evaluate_language.h"

namespace undula::cli {

/// A figure with its interval: "1.9012 [1.8950, 1.9071]".
std::string bits_text(const BitsEstimate& estimate);
/// The same for a program.
JsonObject bits_json(const BitsEstimate& estimate);
/// A Markov model in words: "Markov model of order 10, both strands".
std::string markov_text(const MarkovSettings& settings);
/// What the evaluation of a language model found.
ReportLines language_lines(const LanguageModel& model, const LanguageEvaluation& found);

}  // namespace undula::cli
