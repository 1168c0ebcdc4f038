#include "genomics/tasks/contig_tokens.h"

#include <algorithm>
#include <memory>

#include "core/base/error.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/region.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 65536;

}  // namespace

std::vector<ContigPart> contig_parts(const IndexedFasta& reference, const std::string& region,
                                     const std::string& where) {
  std::vector<ContigPart> parts;
  if (region.empty()) {
    for (int32_t contig = 0; contig < reference.contig_count(); ++contig)
      parts.push_back({contig, {0, reference.contig_length(contig)}});
    return parts;
  }
  const auto parsed = parse_contig_region(region);
  if (!parsed)
    throw Error(ErrorKind::kUsage, "'" + region + "' is no region", where, "contig, or contig:beg-end from 1");
  const int32_t contig = reference.contig(parsed->contig, where);
  const int64_t length = reference.contig_length(contig), end = parsed->end.value_or(length);
  if (parsed->begin >= length || end > length)
    throw Error(ErrorKind::kBadInput,
                "the region " + region + " lies beyond the end of " + parsed->contig + ", which has " +
                    std::to_string(length) + " bases",
                where);
  return {{contig, {parsed->begin, end}}};
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
