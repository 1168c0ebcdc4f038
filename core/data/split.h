#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/sample.h"

namespace undula {

struct SplitFractions {
  double train = 0.8;
  double valid = 0.1;
  double test = 0.1;
};

/// One key per sample; samples of equal key stay together. Keys are hashes of what must not be torn apart.
using SplitKeys = std::vector<uint64_t>;

/// A seeded split, stratified by label. Samples that share a key in any of `keys` (also through others) form a group
/// and go to the same split; a group counts for the class of its first member. Where groups are of one class the result
/// depends on the first column of keys, not on the order of the samples. A class of three groups or more has at least
/// one in every split whose fraction is not zero.
std::vector<Split> assign_splits(std::span<const int32_t> labels, std::span<const SplitKeys> keys,
                                 const SplitFractions& fractions, uint64_t seed);

/// Decides what is open in `splits` (one per sample): where some samples have none, all of these are split by `seed`;
/// where there is training but no validation, a tenth of training becomes that. Nothing happens where nothing is open.
void complete_splits(std::span<const int32_t> labels, std::span<const SplitKeys> keys, uint64_t seed,
                     std::vector<Split>& splits);

}  // namespace undula
