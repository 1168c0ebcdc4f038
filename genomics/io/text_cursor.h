#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "genomics/io/byte_stream.h"

namespace undula {

/// Walks through the lines of a byte stream without ever holding a whole line. A line ends with LF, CR LF or the end of
/// the stream; a UTF-8 byte order mark at the start is skipped.
class TextCursor {
 public:
  explicit TextCursor(ByteStream stream) : stream_(std::move(stream)) {}

  /// True when nothing is left.
  bool at_end() {
    if (piece_.empty() && !ended_) fill();
    return piece_.empty();
  }

  /// True when the rest of the current line is empty.
  bool at_line_end() {
    while (!at_end()) {
      if (piece_.front() != '\r') return piece_.front() == '\n';
      if (piece_.size() > 1) return piece_[1] == '\n';
      advance(1);  // the LF of this CR, if it has one, starts the next piece
    }
    return true;
  }

  /// The next byte; only where at_line_end() is false.
  char peek() const { return piece_.front(); }

  /// The next bytes of the current line, at least one and at most `limit`; only where at_line_end() is false. Often not
  /// the whole line: go on until at_line_end().
  std::string_view line_part(int64_t limit) const {
    size_t n = std::min(piece_.size(), static_cast<size_t>(limit));
    if (const void* lf = std::memchr(piece_.data(), '\n', n))
      n = static_cast<size_t>(static_cast<const char*>(lf) - piece_.data());
    const bool line_may_end = n == piece_.size() || piece_[n] == '\n';
    return piece_.substr(0, piece_[n - 1] == '\r' && line_may_end ? n - 1 : n);
  }

  /// Goes past `n` bytes of what line_part() showed.
  void advance(size_t n) {
    if (copy_ != nullptr) copy_->append(piece_.substr(0, n));
    piece_.remove_prefix(n);
  }

  /// Goes to the start of the next line; only where at_line_end() is true.
  void end_line() {
    if (piece_.empty()) return;
    advance(piece_.front() == '\r' ? 2 : 1);
    ++line_;
  }

  /// Appends what is left of the current line and goes to the next. False, and nothing more is read, where the text
  /// would become longer than `limit`.
  bool append_line(std::string& text, size_t limit);
  void skip_line();
  void skip_empty_lines();

  /// From here on every byte that is passed is appended to `text` too.
  void copy_to(std::string& text) { copy_ = &text; }

  /// The current line's number, from 1.
  int64_t line() const { return line_; }
  const std::string& name() const { return stream_.name(); }
  const char* packing() const { return stream_.packing(); }

 private:
  void fill();

  ByteStream stream_;
  std::string_view piece_;  // not yet consumed
  bool ended_ = false;
  std::string* copy_ = nullptr;
  int64_t line_ = 1;
};

}  // namespace undula
