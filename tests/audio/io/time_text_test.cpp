#include "audio/io/time_text.h"

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("times are seconds, minutes and seconds, or samples") {
  CHECK(parse_sound_time("12.5").frame(1000) == 12500);
  CHECK(parse_sound_time("0").frame(1000) == 0);
  CHECK(parse_sound_time("1:02.5").frame(1000) == 62500);
  CHECK(parse_sound_time("90:00").frame(1) == 5400);
  CHECK(parse_sound_time("1:00:00.25").frame(4) == 14401);
  CHECK(parse_sound_time("44100s").frame(8000) == 44100);
  for (const char* text :
       {"", "x", "-1", "1:60", "1:2:3:4", "1.5:2", "1e3", "12.5s", "s", ":", "1:", "1.2.3", "nan", "99999999999"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_sound_time(text), Error);
  }
}
