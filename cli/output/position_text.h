#pragma once
#include <string>

#include "cli/output/evaluation_rows.h"
#include "core/io/json.h"
#include "genomics/tasks/evaluate_positions.h"

namespace undula::cli {

/// "frequencies of the classes given the 7-mer around the base".
std::string kmer_classes_text(int k);

/// One row per metric that is judged base by base, with 95 % intervals.
Rows position_rows(const PositionEvaluation& found);
/// One row per class: its bases, and how well it is told from the rest.
Rows class_rows(const PositionModel& model, const PositionEvaluation& found);
/// How many bases were judged: "2,000 bases in 2 blocks of 10,000".
std::string judged_text(const PositionEvaluation& found);

/// The evaluation of a model of positions as tables for people ...
std::string position_evaluation_text(const PositionModel& model, const PositionEvaluation& found);
/// ... and as one JSON object.
JsonObject position_evaluation_json(const PositionModel& model, const PositionEvaluation& found);

}  // namespace undula::cli
