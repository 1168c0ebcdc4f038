#include "genomics/tasks/labelled/labelled_checks.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace undula {
namespace {

/// Calls visit(a, b) for pieces a, b that overlap in one record, b the one that begins later and a one that reaches
/// furthest of those before it.
template <class Visit>
void for_overlaps(const LabelledPieces& loaded, Visit visit) {
  std::vector<const LabelledPiece*> order;
  for (const LabelledPiece& piece : loaded.pieces) order.push_back(&piece);
  std::stable_sort(order.begin(), order.end(), [](const LabelledPiece* a, const LabelledPiece* b) {
    return std::tie(a->record, a->window.begin) < std::tie(b->record, b->window.begin);
  });
  const LabelledPiece* furthest = nullptr;
  for (const LabelledPiece* piece : order) {
    if (furthest != nullptr && furthest->record != piece->record) furthest = nullptr;
    if (furthest != nullptr && piece->window.begin < furthest->window.end) visit(*furthest, *piece);
    if (furthest == nullptr || piece->window.end > furthest->window.end) furthest = piece;
  }
}

}  // namespace

void check_same_sequence(const LabelledRows& rows, const LabelledPieces& loaded) {
  std::unordered_map<std::string_view, const LabelledRow*> first;
  for (const LabelledPiece& piece : loaded.pieces) {
    const LabelledRow& row = rows.rows[static_cast<size_t>(piece.row)];
    const std::span<const uint8_t> tokens = loaded.tokens_of(piece.record, piece.window);
    const std::string_view text(reinterpret_cast<const char*>(tokens.data()), tokens.size());
    const LabelledRow& before = *first.try_emplace(text, &row).first->second;
    if (before.label == row.label || before.label < 0 || row.label < 0) continue;
    const auto& names = rows.labels.names();
    rows.fail(row,
              "the same sequence is labelled '" + names[static_cast<size_t>(row.label)] + "' here and '" +
                  names[static_cast<size_t>(before.label)] + "' at " + rows.where(before),
              "keep one of the rows");
  }
}

void check_overlapping_labels(const LabelledRows& rows, const LabelledPieces& loaded) {
  for_overlaps(loaded, [&](const LabelledPiece& before, const LabelledPiece& piece) {
    const LabelledRow& row = rows.rows[static_cast<size_t>(piece.row)];
    const LabelledRow& other = rows.rows[static_cast<size_t>(before.row)];
    if (row.label == other.label || row.label < 0 || other.label < 0) return;
    rows.fail(
        row,
        "a part of record '" + loaded.record_of(piece).id + "' that also has another label at " + rows.where(other),
        "keep one of the rows");
  });
}

}  // namespace undula
