#include "core/io/file_digest.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/sha256.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("the digest of a file is that of its bytes") {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("undula_digest_" + std::to_string(getpid()))).string();
  for (const size_t size : {size_t{0}, size_t{3}, size_t{1} << 18, (size_t{1} << 18) + 1}) {
    const std::string text(size, 'x');
    std::ofstream(path) << text;
    const FileDigest digest = digest_file(path);
    CHECK(digest.bytes == static_cast<int64_t>(size));
    CHECK(digest.sha256 == sha256_hex(text));
  }
  std::filesystem::remove(path);
}

TEST_CASE("files that cannot be read have no digest") {
  CHECK_THROWS_AS(digest_file("/no/such/file"), Error);
  CHECK_THROWS_AS(digest_file("/tmp"), Error);
}
