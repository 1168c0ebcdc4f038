#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "genomics/tasks/labelled/labelled_rows.h"
#include "genomics/windows/genomes.h"

namespace undula {

/// A part of a record that a row labels.
struct LabelledPiece {
  int32_t row = 0;
  int32_t record = 0;
  Window window;
  Split split = Split::kNone;
};

/// The bases that rows mean: each record once, as tokens, and its labelled parts in the order of the rows.
struct LabelledPieces {
  std::vector<GenomeRecord> records;
  std::vector<LabelledPiece> pieces;

  const GenomeRecord& record_of(const LabelledPiece& piece) const { return records[static_cast<size_t>(piece.record)]; }
  /// The bases of a window of a record.
  std::span<const uint8_t> tokens_of(int32_t record, const Window& window) const {
    return std::span(records[static_cast<size_t>(record)].tokens)
        .subspan(static_cast<size_t>(window.begin), static_cast<size_t>(window.length()));
  }
  bool is_whole(const LabelledPiece& piece) const {
    return piece.window.length() == static_cast<int64_t>(record_of(piece).tokens.size());
  }
};

/// Reads all files that rows name, each once, and takes the bases out of rows that bring their own.
/// Errors: those of SequenceReader; kBadInput that names the row where a record is not in its file (with the nearest
/// name) or there twice, where a part reaches beyond its record, or where several records could be meant.
LabelledPieces load_pieces(LabelledRows& rows);

}  // namespace undula
