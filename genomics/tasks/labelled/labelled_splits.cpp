#include "genomics/tasks/labelled/labelled_splits.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "core/data/split.h"
#include "genomics/alphabet/canonical.h"

namespace undula {
namespace {

constexpr int64_t kWindowsToCut = 20;

bool has(const std::vector<LabelledPiece>& pieces, Split split) {
  return std::any_of(pieces.begin(), pieces.end(), [split](const LabelledPiece& p) { return p.split == split; });
}

/// The split that is to be divided, and how.
struct Division {
  Split from = Split::kNone;
  SplitFractions fractions;
  bool needed = true;
};

Division division_of(const std::vector<LabelledPiece>& pieces) {
  if (has(pieces, Split::kNone)) return {};
  return {Split::kTrain, {0.9, 0.1, 0}, has(pieces, Split::kTrain) && !has(pieces, Split::kValid)};
}

std::vector<size_t> members_of(const std::vector<LabelledPiece>& pieces, Split split) {
  std::vector<size_t> members;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].split == split) members.push_back(i);
  }
  return members;
}

/// A stretch of a record that is covered by pieces, and its pieces.
struct Stretch {
  Window window;
  std::vector<size_t> pieces;
};

/// Adds the parts of `piece` that lie in each split's share of its stretch.
void cut(const LabelledPiece& piece, const Window& stretch, const SplitFractions& fractions,
         std::vector<LabelledPiece>& out) {
  const auto length = static_cast<double>(stretch.length());
  const int64_t train_end = stretch.begin + static_cast<int64_t>(length * fractions.train);
  const int64_t valid_end = fractions.test > 0
                                ? stretch.begin + static_cast<int64_t>(length * (fractions.train + fractions.valid))
                                : stretch.end;
  const std::array<std::pair<Split, Window>, 3> shares = {{{Split::kTrain, {stretch.begin, train_end}},
                                                           {Split::kValid, {train_end, valid_end}},
                                                           {Split::kTest, {valid_end, stretch.end}}}};
  for (const auto& [split, share] : shares) {
    const Window part = {std::max(piece.window.begin, share.begin), std::min(piece.window.end, share.end)};
    if (part.length() > 0) out.push_back({piece.row, piece.record, part, split});
  }
}

}  // namespace

std::vector<size_t> overlap_stretches(const std::vector<LabelledPiece>& pieces) {
  std::vector<size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const LabelledPiece &p = pieces[a], &q = pieces[b];
    return std::tie(p.record, p.window.begin, a) < std::tie(q.record, q.window.begin, b);
  });
  std::vector<size_t> stretches(pieces.size());
  int64_t end = 0;
  for (size_t k = 0; k < order.size(); ++k) {
    const LabelledPiece& piece = pieces[order[k]];
    const bool continues = k > 0 && pieces[order[k - 1]].record == piece.record && piece.window.begin < end;
    stretches[order[k]] = continues ? stretches[order[k - 1]] : order[k];
    end = continues ? std::max(end, piece.window.end) : piece.window.end;
  }
  return stretches;
}

void split_sequences(const LabelledRows& rows, LabelledPieces& loaded, uint64_t seed) {
  const Division division = division_of(loaded.pieces);
  if (!division.needed) return;
  const std::vector<size_t> stretches = overlap_stretches(loaded.pieces);
  const std::vector<size_t> members = members_of(loaded.pieces, division.from);
  std::vector<int32_t> labels;
  SplitKeys sequences, overlaps, groups;
  for (const size_t i : members) {
    const LabelledPiece& piece = loaded.pieces[i];
    const LabelledRow& row = rows.rows[static_cast<size_t>(piece.row)];
    labels.push_back(row.label);
    sequences.push_back(canonical_hash(loaded.tokens_of(piece.record, piece.window)));
    overlaps.push_back(stretches[i]);
    groups.push_back(row.group.empty() ? sequences.back() : std::hash<std::string>()(row.group));
  }
  const std::vector<Split> splits = assign_splits(labels, {{sequences, overlaps, groups}}, division.fractions, seed);
  for (size_t k = 0; k < members.size(); ++k) loaded.pieces[members[k]].split = splits[k];
}

void split_regions(const LabelledRows& rows, LabelledPieces& loaded, int64_t longest, uint64_t seed) {
  const Division division = division_of(loaded.pieces);
  if (!division.needed) return;
  std::vector<LabelledPiece> members, done;
  for (const LabelledPiece& piece : loaded.pieces) (piece.split == division.from ? members : done).push_back(piece);
  const std::vector<size_t> stretches = overlap_stretches(members);
  std::map<size_t, Stretch> by_first;
  for (size_t i = 0; i < members.size(); ++i) {
    Stretch& stretch = by_first[stretches[i]];
    if (stretch.pieces.empty()) stretch.window = members[i].window;
    stretch.window.begin = std::min(stretch.window.begin, members[i].window.begin);
    stretch.window.end = std::max(stretch.window.end, members[i].window.end);
    stretch.pieces.push_back(i);
  }
  std::vector<const Stretch*> uncut;
  std::vector<int32_t> labels;
  SplitKeys sequences;
  for (const auto& [first, stretch] : by_first) {
    if (stretch.window.length() >= kWindowsToCut * longest) {
      for (const size_t i : stretch.pieces) cut(members[i], stretch.window, division.fractions, done);
    } else {
      uncut.push_back(&stretch);
      labels.push_back(rows.rows[static_cast<size_t>(members[first].row)].label);
      sequences.push_back(canonical_hash(loaded.tokens_of(members[first].record, stretch.window)));
    }
  }
  const std::vector<Split> splits = assign_splits(labels, {{sequences}}, division.fractions, seed);
  for (size_t k = 0; k < uncut.size(); ++k) {
    for (const size_t i : uncut[k]->pieces) {
      members[i].split = splits[k];
      done.push_back(members[i]);
    }
  }
  std::stable_sort(done.begin(), done.end(),
                   [](const LabelledPiece& a, const LabelledPiece& b) { return a.row < b.row; });
  loaded.pieces = std::move(done);
}

}  // namespace undula
