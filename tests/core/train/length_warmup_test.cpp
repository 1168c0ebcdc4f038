#include "core/train/length_warmup.h"

#include "tests/support/catch.h"

namespace undula::test {

TEST_CASE("pieces double in stages of equally many steps until samples are whole") {
  const LengthWarmup warmup{.steps = 30, .shortest = 128};
  CHECK(warmup.pieces(1024) == std::vector<int64_t>{128, 256, 512});
  CHECK(warmup.piece(0, 1024) == 128);
  CHECK(warmup.piece(9, 1024) == 128);
  CHECK(warmup.piece(10, 1024) == 256);
  CHECK(warmup.piece(29, 1024) == 512);
  CHECK(warmup.piece(30, 1024) == 0);
  CHECK(warmup.piece(0, 100) == 0);
  CHECK(LengthWarmup{}.pieces(1024).empty());
  CHECK(LengthWarmup{}.piece(0, 1024) == 0);
}

}  // namespace undula::test
