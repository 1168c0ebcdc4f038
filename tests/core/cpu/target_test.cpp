#include "core/cpu/target.h"

#include <algorithm>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/targets.h"

namespace undula::test {

TEST_CASE("cpu target: the widest is in use until another is chosen") {
  const auto names = supported_cpu_targets();
  REQUIRE(!names.empty());
  CHECK(names.front() == "scalar");
  CHECK(current_cpu_target() == names.back());
  for (const std::string& name : names) {
    TargetScope scope(name);
    CHECK(current_cpu_target() == name);
    CHECK(supported_cpu_targets() == names);
  }
  CHECK(current_cpu_target() == names.back());
}

TEST_CASE("cpu target: an unknown name is a usage error that lists the known ones") {
  try {
    set_cpu_target("avx1024");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    CHECK_THAT(error.hint(), contains("scalar"));
  }
}

}  // namespace undula::test
