#include "core/audit/copies.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace undula {
namespace {

/// Numbers of samples with the same key, in order.
using Group = std::span<const size_t>;

class Finder {
 public:
  Finder(std::span<const CopyItem> items, int64_t classes) : items_(items), classes_(static_cast<size_t>(classes)) {
    found_.train_label.assign(items.size(), -1);
    for (const CopyItem& item : items) ++counts_of(item).items;
  }

  void add(Group group) {
    Firsts firsts;
    for (std::array<size_t, 2>& first : firsts) first.fill(kNone);
    for (const size_t i : group) {
      size_t& first = firsts[static_cast<size_t>(items_[i].split)][items_[i].turned];
      first = std::min(first, i);
    }
    for (const size_t i : group) {
      for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
        add_copy(i, split, firsts[static_cast<size_t>(split)]);
    }
    add_labels(group);
  }

  Copies take() { return std::move(found_); }

 private:
  CopyCounts& counts_of(const CopyItem& item) { return found_.splits[static_cast<size_t>(item.split)]; }

  static constexpr size_t kNone = SIZE_MAX;
  /// The first of a group in each split, by which way round it is.
  using Firsts = std::array<std::array<size_t, 2>, 3>;

  /// Compares a sample with those like it in `split`: those before it where that is its own split.
  void add_copy(size_t item, Split split, const std::array<size_t, 2>& firsts) {
    const Split own = items_[item].split;
    const bool turned = items_[item].turned;
    const size_t limit = split == own ? item : kNone;
    const bool same = firsts[turned] < limit;
    if (!same && firsts[!turned] >= limit) return;
    CopyCounts& counts = counts_of(items_[item]);
    (split == own ? counts.repeats : counts.in[static_cast<size_t>(split)]) += 1;
    (split == own ? counts.reverse_repeats : counts.reverse_in[static_cast<size_t>(split)]) += same ? 0 : 1;
    if (split > own) return;
    found_.pairs.push_back({static_cast<int64_t>(item), static_cast<int64_t>(firsts[same ? turned : !turned]), !same});
  }

  void add_labels(Group group) {
    const int32_t label = items_[group.front()].label;
    const bool conflict = std::any_of(group.begin(), group.end(), [&](size_t i) { return items_[i].label != label; });
    std::vector<int64_t> votes(classes_, 0);
    for (const size_t i : group) {
      counts_of(items_[i]).conflicts += conflict ? 1 : 0;
      if (items_[i].split == Split::kTrain) ++votes[static_cast<size_t>(items_[i].label)];
    }
    const auto most = std::max_element(votes.begin(), votes.end());
    if (*most == 0) return;
    for (const size_t i : group) found_.train_label[i] = static_cast<int32_t>(most - votes.begin());
  }

  std::span<const CopyItem> items_;
  size_t classes_;
  Copies found_;
};

}  // namespace

Copies find_copies(std::span<const CopyItem> items, int64_t classes) {
  std::vector<size_t> order(items.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return items[a].key < items[b].key; });
  Finder finder(items, classes);
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && items[order[end]].key == items[order[begin]].key) ++end;
    finder.add(Group(order).subspan(begin, end - begin));
  }
  Copies found = finder.take();
  std::sort(found.pairs.begin(), found.pairs.end(),
            [](const Copy& a, const Copy& b) { return std::tie(a.item, a.of) < std::tie(b.item, b.of); });
  return found;
}

}  // namespace undula
