#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/io/text_lines.h"

namespace undula {

/// Reads a table with a header line: TSV where the header has a tab, else CSV (RFC 4180: quoted cells may hold commas,
/// doubled quotes and line breaks). Blank lines are skipped. Errors: those of the lines, and kBadInput that names file
/// and line.
class TableReader {
 public:
  explicit TableReader(std::unique_ptr<TextLines> lines);

  /// The header's cells, in lower case, without blanks around them.
  const std::vector<std::string>& columns() const { return columns_; }
  /// The place of a column in `columns`; -1 where there is none.
  int find(const std::string& column) const;

  /// The next row, one cell for each column; false at the end.
  bool next(std::vector<std::string>& cells);

  /// Line of the row read last, from 1; a row of several lines counts by its first.
  int64_t line() const { return line_; }
  const std::string& name() const { return text_->name(); }

 private:
  /// Reads the next line that is not empty into `row_`; false at the end.
  bool read_line();
  void split_row(std::vector<std::string>& cells);
  void append_line();
  /// False where the row ends inside a quoted cell.
  bool split_quoted(std::vector<std::string>& cells) const;
  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const;

  std::unique_ptr<TextLines> text_;
  char delimiter_ = '\t';
  std::vector<std::string> columns_;
  std::string row_;
  int64_t line_ = 0;
};

}  // namespace undula
