#pragma once
#include <htslib/bgzf.h>

#include <string>

#include "tests/support/catch.h"

namespace undula::testing {

/// Writes `text` to `path` as plain gzip (mode "wg") or as bgzip (mode "w").
inline void write_compressed(const std::string& path, const std::string& text, const char* mode) {
  BGZF* file = bgzf_open(path.c_str(), mode);
  REQUIRE(file != nullptr);
  REQUIRE(bgzf_write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  REQUIRE(bgzf_close(file) == 0);
}

}  // namespace undula::testing
