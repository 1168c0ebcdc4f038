#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace undula {

/// A text output as AtomicFile makes it ("-" is stdout), compressed with bgzip where the name ends in ".gz" or ".bgz".
/// Errors: those of AtomicFile.
class TextWriter {
 public:
  explicit TextWriter(const std::string& path);
  ~TextWriter();
  TextWriter(TextWriter&&) noexcept;
  TextWriter& operator=(TextWriter&&) noexcept;

  void write(std::string_view text);
  /// Hands on what is held back, so that a reader at the other end of a pipe sees it.
  void flush();
  /// Finishes the output; without it a file does not appear.
  void commit();
  /// Instead of commit() after an error in the input: an output that is written directly gets the rest of what was
  /// written; a file is kept as `path` + ".partial", whose name is returned. Never throws: the first error counts.
  std::string keep_partial() noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
