#pragma once
#include <cstdint>
#include <fstream>
#include <string>

namespace undula {

/// The lines of a text, one after the other, whatever holds it. A line ends with LF, CR LF or the end of the text; a
/// UTF-8 byte order mark at the start is skipped.
class TextLines {
 public:
  virtual ~TextLines() = default;
  /// True when nothing is left.
  virtual bool at_end() = 0;
  /// Appends the next line without its end. False where `text` would become longer than `limit`.
  virtual bool append_line(std::string& text, size_t limit) = 0;
  /// The number of the next line, from 1.
  virtual int64_t line() const = 0;
  virtual const std::string& name() const = 0;
};

/// Those of a file as it is.
class FileLines : public TextLines {
 public:
  /// Errors: those of open_error.
  explicit FileLines(const std::string& path);
  bool at_end() override;
  bool append_line(std::string& text, size_t limit) override;
  int64_t line() const override { return line_; }
  const std::string& name() const override { return name_; }

 private:
  std::string name_;
  std::ifstream file_;
  int64_t line_ = 1;
};

}  // namespace undula
