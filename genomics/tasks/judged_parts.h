#pragma once
#include <string>
#include <vector>

#include "genomics/tasks/model/genome_card.h"
#include "genomics/tasks/train/language_data.h"

namespace undula {

// What the evaluations of models that were trained on windows of genomes have in common.

/// The stretches of genomes that the bootstrap resamples.
inline constexpr int64_t kEvaluatedBlock = 10'000;

/// What a model did not see. Throws kUsage where a file of regions says so and none is given. `split`: what is to be
/// judged.
HeldOut held_out_as_in_training(const GenomeCard& card, const std::string& regions, const std::string& split);

/// The parts of a split: train, valid, test or all.
std::vector<GenomeInterval> judged_parts(const GenomeSplits& splits, const std::string& split);

}  // namespace undula
