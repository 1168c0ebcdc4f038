#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "genomics/io/sequence_reader.h"
#include "genomics/windows/windows.h"

namespace undula {

/// One window of the record being read.
struct RecordWindow {
  Window window;
  std::span<const uint8_t> tokens;  ///< until the next call
  int64_t valid = 0;                ///< tokens that stand for exactly one base: the window's weight in an average
};

/// Reads records as the windows of genomics/windows/windows.h, in memory that depends on the window size only.
class WindowReader {
 public:
  WindowReader(SequenceReader& reader, int64_t size);

  /// Goes to the next record, past what is left of this one; false at the end of the input.
  bool begin_record(RecordHeader& header);

  /// The record's next window; false after the last. A record without bases has none.
  bool next(RecordWindow& window);

  /// The text of this record; see SequenceReader.
  std::string take_text() { return reader_.take_text(); }

  /// Bases of this record read so far; all of them once next() returned false.
  int64_t length() const { return length_; }

 private:
  SequenceReader& reader_;
  int64_t size_;
  std::vector<uint8_t> previous_;  // the window before, complete
  std::vector<uint8_t> current_;
  std::string text_;
  int64_t length_ = 0;
  bool done_ = true;
};

}  // namespace undula
