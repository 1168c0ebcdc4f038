#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/support/catch.h"

namespace undula::testing {

/// A folder of the real data sets, where they are on this machine; else a warning that makes ctest skip, and nothing.
inline std::filesystem::path data_set(const std::string& name) {
  const char* place = std::getenv("UNDULA_DATASETS");
  const std::filesystem::path all = place != nullptr ? place : std::string(UNDULA_TESTS_DIR) + "/../../shared/datasets";
  if (std::filesystem::exists(all / name)) return all / name;
  WARN("SKIPPED: no " << (all / name).string() << "; UNDULA_DATASETS names another place");
  return {};
}

}  // namespace undula::testing
