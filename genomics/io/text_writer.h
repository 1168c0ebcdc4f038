#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "genomics/io/resumable_output.h"

namespace undula {

/// A text output as AtomicFile makes it ("-" is stdout), compressed with bgzip where the name ends in ".gz" or ".bgz".
/// Errors: those of AtomicFile.
class TextWriter : public ResumableOutput {
 public:
  /// With `from` the file can be gone on with, and goes on from there.
  explicit TextWriter(const std::string& path, const std::optional<OutputSpot>& from = {});
  ~TextWriter() override;
  TextWriter(TextWriter&&) noexcept;
  TextWriter& operator=(TextWriter&&) noexcept;

  void write(std::string_view text);
  /// Hands on what is held back, so that a reader at the other end of a pipe sees it.
  void flush();
  OutputSpot save() override;
  void commit() override;
  std::string keep_partial() noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
