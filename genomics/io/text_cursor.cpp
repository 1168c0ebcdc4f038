#include "genomics/io/text_cursor.h"

namespace undula {
namespace {
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr int64_t kWholePiece = INT64_MAX;
}  // namespace

void TextCursor::fill() {
  const bool start = stream_.offset() == 0;
  piece_ = stream_.next();
  if (start && piece_.starts_with(kByteOrderMark)) piece_.remove_prefix(kByteOrderMark.size());
  ended_ = piece_.empty();
}

bool TextCursor::append_line(std::string& text, size_t limit) {
  while (!at_line_end()) {
    const std::string_view part = line_part(kWholePiece);
    if (text.size() + part.size() > limit) return false;
    text.append(part);
    advance(part.size());
  }
  end_line();
  return true;
}

void TextCursor::skip_line() {
  while (!at_line_end()) advance(line_part(kWholePiece).size());
  end_line();
}

void TextCursor::skip_empty_lines() {
  while (!at_end() && at_line_end()) end_line();
}

}  // namespace undula
