#include "core/memory/arena.h"

#include "core/base/error.h"
#include "core/memory/context.h"
#include "tests/support/catch.h"

namespace undula::test {

TEST_CASE("an arena hands out the same offsets every step, within the plan") {
  Context ctx(1);
  const auto step = [&] {
    std::vector<std::ptrdiff_t> offsets;
    const View a = ctx.arena().saved({3, 5}, DType::kF32);
    {
      ScratchScope scope(ctx);
      const View b = ctx.scratch({100}, DType::kF64), c = ctx.scratch({7}, DType::kU8);
      offsets = {b.data - a.data, c.data - a.data};
      CHECK(reinterpret_cast<uintptr_t>(b.data) % 64 == 0);
      CHECK(reinterpret_cast<uintptr_t>(c.data) % 64 == 0);
    }
    ctx.arena().rewind_saved(0);
    return offsets;
  };
  step();
  CHECK(ctx.arena().planned_bytes() == 64 + 832 + 64);
  ctx.arena().reserve();
  CHECK(step() == step());
  CHECK(ctx.arena().high_water() == ctx.arena().planned_bytes());
  CHECK_THROWS_AS(ctx.arena().saved({1 << 20}, DType::kF32), Error);
}

TEST_CASE("saves come back in mirrored order, under their names") {
  SaveStack saves;
  float x = 1;
  const View view(&x, DType::kF32, {1});
  saves.push_frame(40, "block");
  saves.push(view, "x");
  CHECK_THROWS_AS(saves.pop("y"), Error);
  saves.push(view, "x");
  CHECK(saves.pop("x").data == view.data);
  CHECK(saves.pop_frame("block") == 40);
  CHECK(saves.empty());
  CHECK_THROWS_AS(saves.pop("x"), Error);
}

}  // namespace undula::test
