#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/audit/quantiles.h"
#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// The sequences of one class in one split.
struct ClassSummary {
  Split split = Split::kNone;
  int32_t label = 0;
  int64_t sequences = 0, bases = 0;
  Quantiles length;
  Quantiles gc;                       ///< share of G and C in a sequence's unambiguous bases
  std::vector<int64_t> gc_histogram;  ///< (kGcBins) sequences by that share
};

inline constexpr int kGcBins = 25;

/// Share of G and C among the unambiguous tokens; 0.5 where there are none.
double gc_share(std::span<const uint8_t> tokens);

/// One summary for each split and class that has sequences.
std::vector<ClassSummary> summarise_classes(const std::vector<LabelledSequence>& sequences, int64_t classes);

}  // namespace undula
