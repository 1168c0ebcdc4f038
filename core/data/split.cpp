#include "core/data/split.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/random.h"

namespace undula {
namespace {

/// Union-find with path halving; a set's root is its smallest member.
class Groups {
 public:
  explicit Groups(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), size_t{0}); }

  size_t root(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(size_t a, size_t b) {
    const size_t ra = root(a), rb = root(b);
    parent_[std::max(ra, rb)] = std::min(ra, rb);
  }

 private:
  std::vector<size_t> parent_;
};

struct Group {
  uint64_t order = 0;  // the random rank
  std::vector<size_t> members;
};

using Shares = std::array<double, 3>;

constexpr uint64_t kSplitStream = 0x73706c6974;  // sets these random numbers apart from others of the same seed

/// Deals the groups of one class, each to the split that lacks most of its share: first the groups that are larger than
/// a whole small split, largest first, so that they land where there is room; then the others in random order.
void deal(std::vector<Group>& groups, const Shares& shares, std::vector<Split>& splits) {
  double total = 0, smallest_share = 1;
  for (const Group& group : groups) total += static_cast<double>(group.members.size());
  for (const double share : shares) smallest_share = share > 0 ? std::min(smallest_share, share) : smallest_share;
  const auto large = [&](const Group& group) {
    const auto size = static_cast<double>(group.members.size());
    return size > 1 && size > smallest_share * total ? group.members.size() : 0;
  };
  std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    return large(a) != large(b) ? large(a) > large(b) : a.order < b.order;
  });
  Shares lacking;
  for (size_t s = 0; s < lacking.size(); ++s) lacking[s] = shares[s] * total;
  const auto wanted = static_cast<size_t>(std::count_if(shares.begin(), shares.end(), [](double f) { return f > 0; }));
  std::array<bool, 3> filled = {};
  size_t empty = wanted;
  for (size_t g = 0; g < groups.size(); ++g) {
    const bool must_fill = groups.size() >= wanted && groups.size() - g <= empty;
    size_t best = lacking.size();
    for (size_t s = 0; s < lacking.size(); ++s) {
      if (shares[s] <= 0 || (must_fill && filled[s])) continue;
      if (best == lacking.size() || lacking[s] > lacking[best]) best = s;
    }
    if (!filled[best]) --empty;
    filled[best] = true;
    lacking[best] -= static_cast<double>(groups[g].members.size());
    for (const size_t member : groups[g].members) splits[member] = static_cast<Split>(best);
  }
}

}  // namespace

std::vector<Split> assign_splits(std::span<const int32_t> labels, std::span<const SplitKeys> keys,
                                 const SplitFractions& fractions, uint64_t seed) {
  Groups sets(labels.size());
  for (const SplitKeys& column : keys) {
    require(column.size() == labels.size(), "assign_splits", "one key per sample");
    std::unordered_map<uint64_t, size_t> first;
    for (size_t i = 0; i < column.size(); ++i) sets.join(i, first.try_emplace(column[i], i).first->second);
  }
  // A group's random rank comes from its smallest key, so that the split does not depend on the order of the samples.
  const RandomKey random = RandomKey(seed).fold(kSplitStream);
  std::map<size_t, Group> groups;
  for (size_t i = 0; i < labels.size(); ++i) {
    Group& group = groups[sets.root(i)];
    const uint64_t order = keys.empty() ? random.bits(i) : random.bits(keys.front()[i]);
    group.order = group.members.empty() ? order : std::min(group.order, order);
    group.members.push_back(i);
  }
  std::map<int32_t, std::vector<Group>> by_class;
  for (auto& [root, group] : groups) by_class[labels[root]].push_back(std::move(group));
  std::vector<Split> splits(labels.size(), Split::kNone);
  for (auto& [label, members] : by_class) deal(members, {fractions.train, fractions.valid, fractions.test}, splits);
  return splits;
}

void complete_splits(std::span<const int32_t> labels, std::span<const SplitKeys> keys, uint64_t seed,
                     std::vector<Split>& splits) {
  const auto has = [&](Split split) { return std::find(splits.begin(), splits.end(), split) != splits.end(); };
  const bool undivided = has(Split::kNone);
  if (!undivided && (!has(Split::kTrain) || has(Split::kValid))) return;
  const Split from = undivided ? Split::kNone : Split::kTrain;
  std::vector<size_t> members;
  std::vector<int32_t> member_labels;
  std::vector<SplitKeys> member_keys(keys.size());
  for (size_t i = 0; i < splits.size(); ++i) {
    if (splits[i] != from) continue;
    members.push_back(i);
    member_labels.push_back(labels[i]);
    for (size_t column = 0; column < keys.size(); ++column) member_keys[column].push_back(keys[column][i]);
  }
  const SplitFractions fractions = undivided ? SplitFractions{} : SplitFractions{0.9, 0.1, 0};
  const std::vector<Split> decided = assign_splits(member_labels, member_keys, fractions, seed);
  for (size_t i = 0; i < members.size(); ++i) splits[members[i]] = decided[i];
}

}  // namespace undula
