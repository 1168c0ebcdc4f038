#pragma once
// One include for Catch2 2.13 (Debian 12) and 3.x.
#ifdef UNDULA_CATCH2_V2
#include <catch2/catch.hpp>
namespace undula::test {
/// Matches text that holds `part`: CHECK_THROWS_WITH(f(), contains("...")).
inline auto contains(const std::string& part) {
  return Catch::Contains(part);
}
}  // namespace undula::test
#else
#include <catch2/catch_all.hpp>
using Catch::Approx;
namespace undula::test {
inline auto contains(const std::string& part) {
  return Catch::Matchers::ContainsSubstring(part);
}
}  // namespace undula::test
#endif

// Leaves a test that this machine cannot run; ctest shows it as skipped.
#define UNDULA_SKIP(message)      \
  do {                            \
    WARN("SKIPPED: " << message); \
    return;                       \
  } while (false)
