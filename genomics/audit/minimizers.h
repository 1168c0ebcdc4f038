#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace undula {

inline constexpr int kMinimizerBases = 17;  ///< odd, so that no k-mer is its own reverse complement
inline constexpr int kMinimizerSpan = 5;    ///< neighbouring k-mers that one is chosen from

/// The distinct minimizers of a sequence, sorted: of every kMinimizerSpan neighbouring k-mers the one with the smallest
/// hash (Roberts et al. 2004, "Reducing storage requirements for biological sequence comparison"). A k-mer and its
/// reverse complement have one hash, so both strands give the same. K-mers with an ambiguous base are left out; a
/// stretch with fewer k-mers than the span gives one.
std::vector<uint64_t> minimizers(std::span<const uint8_t> tokens);

}  // namespace undula
