#pragma once
#include <cstdint>
#include <string>

namespace undula {

/// What a file holds, for a record of what was read.
struct FileDigest {
  int64_t bytes = 0;
  std::string sha256;  ///< 64 hexadecimal digits
};

/// Reads the whole file. Throws kMissing where it cannot be read.
FileDigest digest_file(const std::string& path);

}  // namespace undula
