#include "genomics/io/bed_reader.h"

#include <charconv>

#include "core/base/error.h"
#include "genomics/io/interval_line.h"

namespace undula {

bool BedReader::next(BedRecord& record) {
  line_ = next_interval_line(text_, row_);
  if (line_ == 0) return false;
  split_columns(row_, columns_);
  if (columns_.size() < 3) {
    fail("a BED line of " + std::to_string(columns_.size()) + (columns_.size() == 1 ? " column" : " columns") +
             ", where three are needed: contig, start, end",
         "columns are parted by tabs");
  }
  record.contig = columns_[0];
  if (record.contig.empty()) fail("a BED line without a contig name");
  record.begin = position(columns_[1], "start");
  record.end = position(columns_[2], "end");
  if (record.end < record.begin) {
    fail("an interval that ends before it starts: " + std::to_string(record.begin) + " to " +
         std::to_string(record.end));
  }
  record.name = columns_.size() > 3 ? columns_[3] : "";
  const std::string_view strand = columns_.size() > 5 ? columns_[5] : ".";
  if (strand != "+" && strand != "-" && strand != ".") {
    fail("'" + std::string(strand) + "' is no strand", "column 6 is '+', '-' or '.'");
  }
  record.strand = strand[0];
  record.line = line_;
  return true;
}

int64_t BedReader::position(std::string_view text, const char* column) const {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    fail("'" + std::string(text) + "' is no position, in the column '" + column + "'",
         "BED positions are whole numbers from 0");
  }
  return value;
}

void BedReader::fail(const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::kBadInput, what, name() + ", line " + std::to_string(line_), hint);
}

}  // namespace undula
