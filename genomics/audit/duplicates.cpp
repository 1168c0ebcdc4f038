#include "genomics/audit/duplicates.h"

#include <algorithm>
#include <numeric>

#include "genomics/alphabet/canonical.h"

namespace undula {
namespace {

/// Numbers of sequences that are the same but for the strand, in order.
using Group = std::span<const size_t>;

class Finder {
 public:
  Finder(const std::vector<LabelledSequence>& sequences, int64_t classes)
      : sequences_(sequences), classes_(static_cast<size_t>(classes)) {
    found_.train_label.assign(sequences.size(), -1);
    for (const LabelledSequence& sequence : sequences) ++counts_of(sequence).sequences;
  }

  void add(Group group) {
    const std::span<const uint8_t> front = sequences_[group.front()].tokens;
    std::vector<bool> turned;  // against the first
    Firsts firsts;
    for (std::array<size_t, 2>& first : firsts) first.fill(kNone);
    for (const size_t i : group) {
      turned.push_back(!std::ranges::equal(sequences_[i].tokens, front));
      size_t& first = firsts[static_cast<size_t>(sequences_[i].split)][turned.back()];
      first = std::min(first, i);
    }
    for (size_t k = 0; k < group.size(); ++k) {
      for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
        add_copy(group[k], turned[k], split, firsts[static_cast<size_t>(split)]);
    }
    add_labels(group);
  }

  Duplicates take() { return std::move(found_); }

 private:
  CopyCounts& counts_of(const LabelledSequence& sequence) { return found_.splits[static_cast<size_t>(sequence.split)]; }

  static constexpr size_t kNone = SIZE_MAX;
  /// The first of a group in each split, by strand.
  using Firsts = std::array<std::array<size_t, 2>, 3>;

  /// Compares a sequence with those like it in `split`: those before it where that is its own split.
  void add_copy(size_t sequence, bool turned, Split split, const std::array<size_t, 2>& firsts) {
    const Split own = sequences_[sequence].split;
    const size_t limit = split == own ? sequence : kNone;
    const bool same = firsts[turned] < limit;
    if (!same && firsts[!turned] >= limit) return;
    CopyCounts& counts = counts_of(sequences_[sequence]);
    (split == own ? counts.repeats : counts.in[static_cast<size_t>(split)]) += 1;
    (split == own ? counts.reverse_repeats : counts.reverse_in[static_cast<size_t>(split)]) += same ? 0 : 1;
    if (split > own) return;
    found_.copies.push_back(
        {static_cast<int64_t>(sequence), static_cast<int64_t>(firsts[same ? turned : !turned]), !same});
  }

  void add_labels(Group group) {
    const int32_t label = sequences_[group.front()].label;
    const bool conflict =
        std::any_of(group.begin(), group.end(), [&](size_t i) { return sequences_[i].label != label; });
    std::vector<int64_t> votes(classes_, 0);
    for (const size_t i : group) {
      counts_of(sequences_[i]).conflicts += conflict ? 1 : 0;
      if (sequences_[i].split == Split::kTrain) ++votes[static_cast<size_t>(sequences_[i].label)];
    }
    const auto most = std::max_element(votes.begin(), votes.end());
    if (*most == 0) return;
    for (const size_t i : group) found_.train_label[i] = static_cast<int32_t>(most - votes.begin());
  }

  const std::vector<LabelledSequence>& sequences_;
  size_t classes_;
  Duplicates found_;
};

}  // namespace

Duplicates find_duplicates(const std::vector<LabelledSequence>& sequences, int64_t classes) {
  std::vector<uint64_t> hashes;
  for (const LabelledSequence& sequence : sequences) hashes.push_back(canonical_hash(sequence.tokens));
  std::vector<size_t> order(sequences.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return hashes[a] < hashes[b]; });
  Finder finder(sequences, classes);
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && hashes[order[end]] == hashes[order[begin]]) ++end;
    finder.add(Group(order).subspan(begin, end - begin));
  }
  Duplicates found = finder.take();
  std::sort(found.copies.begin(), found.copies.end(),
            [](const Copy& a, const Copy& b) { return std::pair(a.sequence, a.of) < std::pair(b.sequence, b.of); });
  return found;
}

}  // namespace undula
