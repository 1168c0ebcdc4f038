#include "cli/term/format.h"

#include "tests/support/catch.h"

using namespace undula::cli;

TEST_CASE("numbers are written as people read them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(scaled(950) == "950");
  CHECK(scaled(0.5) == "0.5");
  CHECK(scaled(999.6) == "1 k");
  CHECK(scaled(1234567) == "1.23 M");
  CHECK(bytes_text(1023) == "1023 B");
  CHECK(bytes_text(1 << 20) == "1.0 MiB");
  CHECK(fixed(0.98765, 1) == "1.0");
  CHECK(short_number(0.004) == "0.004");
}

TEST_CASE("durations change unit where people do") {
  CHECK(duration(4.24) == "4.2 s");
  CHECK(duration(59.99) == "1 min 00 s");
  CHECK(duration(65) == "1 min 05 s");
  CHECK(duration(3600 * 2 + 180) == "2 h 03 min");
}
