#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/train/block_metrics.h"
#include "core/train/bootstrap.h"
#include "genomics/tasks/judged_parts.h"
#include "genomics/tasks/model/position_model.h"

namespace undula {

struct PositionEvaluateOptions {
  std::vector<std::string> genomes;  ///< one
  std::string bed;                   ///< its labels
  std::string split = "test";        ///< train, valid, test or all
  std::string regions;               ///< BED file with a split column; empty: the ends of contigs, as in training
  BootstrapOptions bootstrap;
};

/// How a model of positions does on parts of a genome.
struct PositionEvaluation {
  std::string split;
  int64_t bases = 0;                              ///< that have a class and are unambiguous
  int64_t blocks = 0;                             ///< of kEvaluatedBlock bases or, at the end of a part, less
  std::vector<int64_t> confusion;                 ///< (classes, classes), row = true class
  Judgement judgement;                            ///< beside the baseline, where the model has one
  std::vector<ClassAreas> areas, baseline_areas;  ///< of each class
};

/// Judges every labelled base of the split, as scan_positions() reads them. Intervals come from resampling blocks,
/// model and baseline together (paired). Calibration error is not judged (NaN). Errors: those of load_position_data;
/// kUsage where no base of the split has a class, or where the model was trained with a file of regions and none is
/// given.
PositionEvaluation evaluate_positions(PositionModel& model, const PositionEvaluateOptions& options);

}  // namespace undula
