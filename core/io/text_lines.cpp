#include "core/io/text_lines.h"

#include "core/io/open_error.h"

namespace undula {

FileLines::FileLines(const std::string& path) : name_(path), file_(path, std::ios::binary) {
  if (!file_) throw open_error(path);
  for (const char mark : {'\xEF', '\xBB', '\xBF'}) {
    if (file_.peek() == static_cast<unsigned char>(mark)) file_.get();
  }
}

bool FileLines::at_end() {
  return file_.peek() == std::ifstream::traits_type::eof();
}

bool FileLines::append_line(std::string& text, size_t limit) {
  for (int c = file_.get(); c != std::ifstream::traits_type::eof() && c != '\n'; c = file_.get()) {
    if (text.size() >= limit) return false;
    text += static_cast<char>(c);
  }
  if (text.ends_with('\r')) text.pop_back();
  ++line_;
  return true;
}

}  // namespace undula
