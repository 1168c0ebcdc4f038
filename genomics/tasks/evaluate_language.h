#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/train/paired_bits.h"
#include "genomics/baseline/markov.h"
#include "genomics/tasks/judged_parts.h"
#include "genomics/tasks/model/language_model.h"
#include "genomics/tasks/train/language_data.h"

namespace undula {

struct LanguageEvaluateOptions {
  std::vector<std::string> genomes;
  std::string split = "test";  ///< train, valid, test or all
  std::string regions;         ///< BED file with a split column; empty: the ends of contigs, as in training
  int resamples = 1000;        ///< of the bootstrap
  uint64_t seed = 0;
};

/// How a language model does on parts of genomes, in bits per base.
struct LanguageEvaluation {
  std::string split;
  int64_t bases = 0;  ///< that were predicted
  int64_t blocks = 0;
  BitsEstimate model;
  std::optional<MarkovSettings> markov;  ///< of the baseline, where there is one
  BitsEstimate baseline, difference;     ///< on the same bases; model - baseline
};

/// Scores the split in blocks of 10 kb, each from its own beginning: a causal model at every base, a masked one at 15 %
/// of them, masked at random in windows of its trained length. The baseline is the Markov model of the file or, without
/// one, fitted to the training parts of the genomes. Intervals come from resampling blocks,
/// model and baseline together (paired). Errors: those of load_language_data; kUsage where the split is empty, or where
/// the model was trained with a file of regions and none is given.
LanguageEvaluation evaluate_language_model(LanguageModel& model, const LanguageEvaluateOptions& options);

}  // namespace undula
