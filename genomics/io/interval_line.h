#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "genomics/io/text_cursor.h"

namespace undula {

/// Reads into `row` the next line of a table of intervals that holds data: not blank, no comment ('#'), no `track` or
/// `browser` line of a genome browser. Returns its number, from 1; 0 at the end. Throws kBadInput where the line is
/// longer than 1 MiB.
int64_t next_interval_line(TextCursor& text, std::string& row);

/// The columns of such a line: parted by tabs, or by runs of blanks where it has no tab. They point into `row`.
void split_columns(std::string_view row, std::vector<std::string_view>& columns);

}  // namespace undula
