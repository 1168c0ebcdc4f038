#pragma once
#include <cstddef>
#include <string>

struct BGZF;

namespace undula {

/// Compresses to bgzip (blocked gzip) into an open descriptor, which it does not close.
/// Errors: kFailure that names the file, where writing fails.
class BgzfWriter {
 public:
  /// `name` is for messages.
  BgzfWriter(int descriptor, std::string name);
  ~BgzfWriter();
  BgzfWriter(const BgzfWriter&) = delete;
  BgzfWriter& operator=(const BgzfWriter&) = delete;

  void write(const void* data, size_t bytes);
  /// Writes the rest and the end-of-file block. At most once.
  void finish();

 private:
  [[noreturn]] void fail() const;

  std::string name_;
  BGZF* file_;
};

}  // namespace undula
