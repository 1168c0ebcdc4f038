#include "genomics/tasks/score/contig_tokens.h"

#include <algorithm>
#include <memory>

#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 65536;

}  // namespace

NextTokens contig_tokens(const IndexedFasta& reference, const GenomeInterval& part) {
  struct Piece {
    std::string text;
    std::vector<uint8_t> tokens;
  };
  return [&reference, contig = part.contig, left = part.window, piece = std::make_shared<Piece>()]() mutable {
    const int64_t end = std::min(left.begin + kPiece, left.end);
    reference.fetch(contig, left.begin, end, piece->text);
    piece->tokens.resize(piece->text.size());
    tokenize(piece->text, piece->tokens);
    left.begin = end;
    return std::span<const uint8_t>(piece->tokens);
  };
}

std::vector<TrackContig> track_contigs(const IndexedFasta& reference) {
  std::vector<TrackContig> contigs;
  for (int32_t contig = 0; contig < reference.contig_count(); ++contig)
    contigs.push_back({reference.contig_name(contig), reference.contig_length(contig)});
  return contigs;
}

}  // namespace undula
