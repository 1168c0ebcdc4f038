#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "genomics/io/input_file.h"

namespace undula {

/// The bytes of a file or of stdin, decompressed where they are gzip (any number of members) or bgzip. What it is, is
/// seen from the content, not from the name.
///
/// A bgzip file that ends in its end-of-file block is unpacked by InputFile::unpackers() threads. HTSlib's threads drop
/// good blocks before a bad one: where they fail, the file is read again by this thread alone, from where it was.
///
/// Errors: those of InputFile; kBadInput where the input is empty, cut short (bgzip without its end-of-file block too),
/// damaged, or of a kind that holds no text we read.
class ByteStream {
 public:
  explicit ByteStream(InputFile input);
  /// `path` may be "-" for stdin.
  explicit ByteStream(const std::string& path) : ByteStream(InputFile(path)) {}
  ~ByteStream();
  ByteStream(ByteStream&&) noexcept;
  ByteStream& operator=(ByteStream&&) noexcept;

  /// The next piece, at most 64 KiB, until the next call; empty at the end. All bytes before an error are delivered.
  std::string_view next();

  /// The path as given, "stdin" for "-".
  const std::string& name() const;
  /// How the content is packed: "plain", "gzip" or "bgzip"; known from the first bytes on.
  const char* packing() const;
  /// Bytes delivered so far, after decompression.
  int64_t offset() const;
  /// Where in the file the bgzip block begins that the last piece is the content of.
  int64_t block_address() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
