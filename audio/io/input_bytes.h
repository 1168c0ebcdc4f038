#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace undula {

/// The bytes of a file or pipe, whose beginning can be read twice: what header parsers need that look before libsndfile
/// does.
class InputBytes {
 public:
  /// `path` may be "-" for stdin. Errors: those of open_input.
  explicit InputBytes(const std::string& path);
  ~InputBytes();
  InputBytes(const InputBytes&) = delete;
  InputBytes& operator=(const InputBytes&) = delete;

  /// The next bytes, fewer only at the end.
  size_t read(void* to, size_t bytes);
  /// From here on nothing is kept for a rewind.
  void keep_no_more();
  /// Back to the first byte. A pipe is first copied, all of it, to a temporary file that vanishes with this object.
  void rewind_to_file();

  int descriptor() const { return fd_; }
  /// The path as given, "stdin" for "-".
  const std::string& name() const { return name_; }

 private:
  void spool();

  std::string name_;
  int fd_ = -1;
  int64_t start_ = 0;  // of a seekable file
  bool seekable_ = false;
  bool keeping_ = true;
  std::vector<char> kept_;  // what was read from a pipe
};

}  // namespace undula
