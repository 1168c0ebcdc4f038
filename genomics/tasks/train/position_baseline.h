#pragma once
#include <optional>

#include "genomics/baseline/kmer_classes.h"
#include "genomics/tasks/train/position_data.h"

namespace undula {

/// Classes from k-mers, counted on the training parts of a genome, the settings chosen on the validation parts.
struct KmerClassFit {
  KmerClasses model;
  KmerClassChoice choice;
};

/// Nothing where there are no validation parts. Reads at most a billion bases of the training parts and a million of
/// the validation parts, evenly chosen.
std::optional<KmerClassFit> fit_kmer_classes(const PositionData& data);

}  // namespace undula
