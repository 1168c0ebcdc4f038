#include "genomics/tasks/score/contig_tokens.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 65536;

/// Gives the tokens of the pieces that `next` names one after the other, until one is empty.
NextTokens tokens_of(const IndexedFasta& reference, int32_t contig, bool turn, std::function<Window()> next) {
  struct Piece {
    std::string text;
    std::vector<uint8_t> tokens;
  };
  return [&reference, contig, turn, next = std::move(next), piece = std::make_shared<Piece>()]() {
    const Window at = next();
    reference.fetch(contig, at.begin, at.end, piece->text);
    piece->tokens.resize(piece->text.size());
    tokenize(piece->text, piece->tokens);
    if (turn) reverse_complement(std::span(piece->tokens));
    return std::span<const uint8_t>(piece->tokens);
  };
}

}  // namespace

NextTokens contig_tokens(const IndexedFasta& reference, const GenomeInterval& part) {
  return tokens_of(reference, part.contig, false, [left = part.window]() mutable {
    const int64_t begin = left.begin;
    left.begin = std::min(begin + kPiece, left.end);
    return Window{begin, left.begin};
  });
}

NextTokens other_strand_tokens(const IndexedFasta& reference, const GenomeInterval& part) {
  return tokens_of(reference, part.contig, true, [left = part.window]() mutable {
    const int64_t end = left.end;
    left.end = std::max(end - kPiece, left.begin);
    return Window{left.end, end};
  });
}

std::vector<TrackContig> track_contigs(const IndexedFasta& reference) {
  std::vector<TrackContig> contigs;
  for (int32_t contig = 0; contig < reference.contig_count(); ++contig)
    contigs.push_back({reference.contig_name(contig), reference.contig_length(contig)});
  return contigs;
}

}  // namespace undula
