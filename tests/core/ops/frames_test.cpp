#include "core/ops/frames.h"

#include "tests/support/catch.h"
#include "tests/support/tensor.h"

// Numbers by hand; gradients, states and cuts are held in tests/core/nn/unet_contract_test.cpp.
namespace undula::test {
namespace {

constexpr int64_t kPool = 3;

Tensor numbers(Shape shape, double first) {
  Tensor tensor(shape, DType::kF32);
  for (int64_t i = 0; i < shape.count(); ++i) tensor.set(i, first + static_cast<double>(i));
  return tensor;
}

std::vector<double> values(const View& view) {
  std::vector<double> list;
  for (int64_t i = 0; i < view.count(); ++i) list.push_back(element(view, i));
  return list;
}

}  // namespace

TEST_CASE("frames: groups are counted from each row's phase") {
  Context ctx(1);
  const Tensor phase = lengths_of({0, 2, 1}, 3), groups({3}, DType::kI32), valid = lengths_of({5, 4, 0}, 3);
  plan_and_run(
      ctx, [&] { count_groups(ctx, {.lengths = valid, .resets = {}, .records = {}}, 5, kPool, phase, groups, phase); });
  CHECK(values(groups) == std::vector<double>{1, 2, 0});
  CHECK(values(phase) == std::vector<double>{2, 0, 1});
  phase.set(1, 3);
  ctx.arena().plan();
  ctx.arena().reserve();
  CHECK_THROWS_WITH(count_groups(ctx, {}, 5, kPool, phase, groups, {}), contains("phase; got 3, want 0 to 2"));
}

TEST_CASE("frames: stacked with those that waited, and spread one group later") {
  Context ctx(2);
  const Tensor phase = lengths_of({2, 1}, 2), groups({2}, DType::kI32), valid = lengths_of({4, 1}, 2);
  const Rows rows{.lengths = valid, .resets = {}, .records = {}};
  const Tensor x = numbers({2, 5, 1}, 1), waiting = numbers({2, 2, 1}, 100), waiting_out({2, 2, 1}, DType::kF32);
  const Tensor stacked({2, 2, kPool}, DType::kF32), up = numbers({2, 2, kPool}, 200), skip({2, 5, 1}, DType::kF32);
  const Tensor pending = numbers({2, kPool, 1}, 300), pending_out({2, kPool, 1}, DType::kF32);
  const Tensor y({2, 5, 1}, DType::kF32);
  fill_zero(skip);
  const FrameGroups at{kPool, phase, groups};
  plan_and_run(ctx, [&] {
    count_groups(ctx, rows, 5, kPool, phase, groups, {});
    stack_frames(ctx, at, x, rows, waiting, stacked, waiting_out);
    spread_frames(ctx, at, up, rows, pending, skip, y, pending_out);
  });
  CHECK(values(stacked) == std::vector<double>{100, 101, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0});
  CHECK(values(waiting_out) == std::vector<double>{0, 0, 102, 6});
  CHECK(values(y) == std::vector<double>{302, 200, 201, 202, 0, 304, 0, 0, 0, 0});
  CHECK(values(pending_out) == std::vector<double>{203, 204, 205, 303, 304, 305});
}

TEST_CASE("frames: shapes must agree") {
  Context ctx(1);
  const Tensor phase({2}, DType::kI32), x({2, 5, 1}, DType::kF32), wrong({2, 3, kPool}, DType::kF32);
  CHECK_THROWS_WITH(stack_frames(ctx, {kPool, phase, phase}, x, {}, {}, wrong, {}),
                    contains("shape of groups of frames; got (2, 3, 3), want (2, 2, 3)"));
}

}  // namespace undula::test
