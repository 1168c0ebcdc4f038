#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "genomics/io/text_cursor.h"

namespace undula {

/// One line of a BED file.
struct BedRecord {
  std::string contig;
  int64_t begin = 0, end = 0;  ///< 0-based, half-open; may be empty
  std::string name;            ///< column 4: a name, a class, or a split; empty where there is none
  char strand = '.';           ///< column 6: '+', '-', or '.' for none
  int64_t line = 0;            ///< in the file, from 1
};

/// Reads BED (GA4GH BED v1.0) of 3 columns or more, those behind the sixth unread; compression and line ends as in
/// TextCursor. Columns are parted by tabs, or by blanks where a line has no tab. Lines that begin with '#', `track` or
/// `browser` and blank ones are skipped. The form with a split in column 4 (train, valid, test), which HyenaDNA and
/// Caduceus train from, is BED whose names are splits.
/// Errors: those of ByteStream, and kBadInput that names file and line.
class BedReader {
 public:
  explicit BedReader(const std::string& path) : text_(ByteStream(path)) {}

  /// Reads the next record; false at the end.
  bool next(BedRecord& record);

  const std::string& name() const { return text_.name(); }

 private:
  int64_t position(std::string_view text, const char* column) const;
  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const;

  TextCursor text_;
  std::string row_;
  std::vector<std::string_view> columns_;
  int64_t line_ = 0;
};

}  // namespace undula
