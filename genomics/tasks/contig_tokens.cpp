#include "genomics/tasks/contig_tokens.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/error.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 65536;

}  // namespace

ContigPart contig_part(const IndexedFasta& reference, const Region& region, const std::string& where) {
  const int32_t contig = reference.contig(region.contig, where);
  const int64_t length = reference.contig_length(contig);
  const Window window = {region.begin, region.end.value_or(length)};
  if (window.begin < length && window.end <= length) return {contig, window};
  throw Error(ErrorKind::kBadInput,
              region_text(region.contig, window) + " lies beyond the end of " + region.contig + ", which has " +
                  std::to_string(length) + " bases",
              where);
}

std::vector<ContigPart> contig_parts(const IndexedFasta& reference, const std::vector<Region>& regions,
                                     const std::string& where) {
  std::vector<ContigPart> parts, joined;
  for (const Region& region : regions) parts.push_back(contig_part(reference, region, where));
  for (int32_t contig = 0; regions.empty() && contig < reference.contig_count(); ++contig)
    parts.push_back({contig, {0, reference.contig_length(contig)}});
  std::sort(parts.begin(), parts.end(), [](const ContigPart& a, const ContigPart& b) {
    return std::pair(a.contig, a.window.begin) < std::pair(b.contig, b.window.begin);
  });
  for (const ContigPart& part : parts) {
    const bool touches =
        !joined.empty() && joined.back().contig == part.contig && joined.back().window.end >= part.window.begin;
    if (!touches) joined.push_back(part);
    joined.back().window.end = std::max(joined.back().window.end, part.window.end);
  }
  return joined;
}

NextTokens contig_tokens(const IndexedFasta& reference, const ContigPart& part) {
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
