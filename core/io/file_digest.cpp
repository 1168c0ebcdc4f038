#include "core/io/file_digest.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "core/base/error.h"
#include "core/io/sha256.h"

namespace undula {

FileDigest digest_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> buffer(1 << 18);
  Sha256 sha256;
  FileDigest digest;
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto read = static_cast<size_t>(file.gcount());
    sha256.update(std::string_view(buffer.data(), read));
    digest.bytes += static_cast<int64_t>(read);
  }
  if (!file.eof()) throw Error(ErrorKind::kMissing, std::string("cannot read: ") + std::strerror(errno), path);
  digest.sha256 = sha256.hex();
  return digest;
}

}  // namespace undula
