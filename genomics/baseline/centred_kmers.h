#pragma once
#include <cstdint>
#include <span>

namespace undula {

// A base with those around it, k in all (k odd), read from the strand on which it is A or C: a place has one number
// whichever strand it is read from. The number holds two bits a base: the one in the middle, those before, those
// behind.

/// How many there are.
constexpr int64_t centred_kmers(int k) {
  return int64_t{2} << (2 * (k - 1));
}

/// The number of the (k - 2)-mer in the middle of k-mer `number`.
constexpr uint64_t inner_kmer(uint64_t number, int k) {
  const int flank = k - 1;  // bits before, and behind
  const uint64_t centre = number >> (2 * flank);
  const uint64_t before = (number >> flank) & ((uint64_t{1} << (flank - 2)) - 1);
  const uint64_t behind = (number & ((uint64_t{1} << flank) - 1)) >> 2;
  return ((centre << (flank - 2)) | before) << (flank - 2) | behind;
}

/// Walks over the tokens of a sequence: `visit(position, number)` for each whose k-mer lies in the sequence and has no
/// ambiguous base.
template <class Visit>
void for_each_centred_kmer(std::span<const uint8_t> tokens, int k, Visit visit) {
  const int flank = k - 1;
  const uint64_t word_mask = (uint64_t{1} << (2 * k)) - 1, flank_mask = (uint64_t{1} << flank) - 1;
  uint64_t forward = 0, reverse = 0;
  int known = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const uint64_t base = tokens[i];
    if (base >= 4) {
      known = 0;
      continue;
    }
    forward = (forward << 2 | base) & word_mask;
    reverse = reverse >> 2 | (3 - base) << (2 * flank);
    if (++known < k) continue;
    const uint64_t word = (forward >> flank & 3) < 2 ? forward : reverse;
    const uint64_t centre = word >> flank & 3, before = word >> (flank + 2), behind = word & flank_mask;
    visit(i - static_cast<size_t>(k / 2), (centre << flank | before) << flank | behind);
  }
}

}  // namespace undula
