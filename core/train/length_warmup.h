#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace undula {

/// Sequence-length warm-up (Li et al. 2022; Nguyen et al. 2023, HyenaDNA, section 3.2): training begins with samples
/// cut into short pieces and goes over to longer ones, in stages of equally many steps, each twice as long as the one
/// before. Every step reads the same samples as without it, and so as many tokens.
struct LengthWarmup {
  int64_t steps = 0;       ///< until samples are whole; 0: from the start
  int64_t shortest = 256;  ///< pieces of the first stage

  /// Length of the pieces at `step`, counted from 0, where the longest sample has `longest` tokens; 0: samples are
  /// whole.
  int64_t piece(int64_t step, int64_t longest) const {
    const std::vector<int64_t> stages = pieces(longest);
    if (step >= steps || stages.empty()) return 0;
    return stages[static_cast<size_t>(step * static_cast<int64_t>(stages.size()) / steps)];
  }
  /// The lengths of all stages before samples are whole.
  std::vector<int64_t> pieces(int64_t longest) const {
    std::vector<int64_t> stages;
    for (int64_t length = shortest; steps > 0 && length < longest; length *= 2) stages.push_back(length);
    return stages;
  }
};

}  // namespace undula
