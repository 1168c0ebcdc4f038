#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "genomics/windows/windows.h"

namespace undula {

/// A region as text: `[contig:]beg-end`, 1-based and inclusive, commas allowed. As in samtools, `beg` and `beg-` reach
/// to the end of the contig, `-end` from its start, and `{contig}:beg-end` is for names with a colon. A text that ends
/// in no such range is the name of a whole contig.
struct Region {
  std::string contig;          ///< empty: the only one there is
  int64_t begin = 0;           ///< 0-based
  std::optional<int64_t> end;  ///< half-open; nothing: the contig's end
  std::string text = {};       ///< what it was read from, where that could be a contig's name as well; else empty
};

/// Nothing where `text` is no region: empty, a beginning below 1, an end before the beginning.
std::optional<Region> parse_region(std::string_view text);

/// The same where the contig must be named, as on the command line of samtools: `12` is the contig 12, not base 12.
std::optional<Region> parse_contig_region(std::string_view text);

/// "contig:beg-end", 1-based and inclusive.
std::string region_text(std::string_view contig, const Window& window);

/// A whole number without sign, commas allowed; nothing where `text` is none.
std::optional<int64_t> parse_position(std::string_view text);

}  // namespace undula
