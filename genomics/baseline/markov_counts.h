#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace undula {

/// How often each base follows each context of 0 to max_order bases.
///
/// A context of j bases and the base behind it are one number, two bits a base, the earliest highest:
/// `word = context * 4 + base`, below 4^(j + 1).
class MarkovCounts {
 public:
  /// Takes 5.4 * 4^max_order words of 4 bytes: 90 MB for 11.
  explicit MarkovCounts(int max_order);

  /// Counts every base of a sequence behind all of its contexts; an ambiguous token ends them. At most 2^31 tokens in
  /// all, so that no count overflows.
  void add(std::span<const uint8_t> tokens);
  /// To be called once, behind the last add(). `both_strands`: counts the reverse complement of everything as well.
  void finish(bool both_strands);

  int max_order() const { return static_cast<int>(counts_.size()) - 1; }
  /// (4^(order + 1)) counts of words, after finish().
  std::span<const uint32_t> of_order(int order) const { return counts_[static_cast<size_t>(order)]; }

 private:
  int64_t tokens_ = 0;
  std::vector<std::vector<uint32_t>> counts_;  // until finish(): only words that no longer context precedes
};

/// Walks over the tokens of a sequence: `visit(position, context, order, base)` for each unambiguous one, with the
/// longest context of at most `max_order` unambiguous bases before it, as a number of `order` bases.
template <class Visit>
void for_each_base(std::span<const uint8_t> tokens, int max_order, Visit visit) {
  const uint64_t mask = (uint64_t{1} << (2 * max_order)) - 1;
  uint64_t context = 0;
  int order = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const uint8_t base = tokens[i];
    if (base >= 4) {
      context = 0;
      order = 0;
      continue;
    }
    visit(i, context, order, base);
    context = (context << 2 | base) & mask;
    if (order < max_order) ++order;
  }
}

}  // namespace undula
