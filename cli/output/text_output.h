#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/io/atomic_file.h"
#include "genomics/io/bgzf_writer.h"

namespace undula::cli {

/// Where every verb writes its results: standard output for "" and "-", else a file that appears under its name when
/// finish() was called. A name that ends in ".gz" is written as bgzip. FIFOs and devices are written directly.
class TextOutput {
 public:
  explicit TextOutput(const std::string& path = "");
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;

  void write(std::string_view text);
  /// Passes on what is buffered, so that a reader of a pipe sees it now.
  void flush();
  /// Writes the rest and puts the file in its place. Without it nothing is left under the name.
  void finish();

 private:
  AtomicFile file_;
  std::unique_ptr<BgzfWriter> compressor_;
  std::string buffer_;
};

/// Writes `text` to standard output, whole.
void print(std::string_view text);

}  // namespace undula::cli
