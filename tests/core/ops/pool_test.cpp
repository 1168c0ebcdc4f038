#include "core/ops/pool.h"

#include <algorithm>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/problem_checks.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

const Pooling kPoolings[] = {Pooling::kMean, Pooling::kLast, Pooling::kMax};

struct Segment {
  int64_t row, begin, end;
};

/// Two rows of 9 positions: packed records, an empty one, one that starts late.
const std::vector<Segment> kSegments = {{0, 0, 4}, {0, 4, 9}, {1, 2, 2}, {1, 3, 8}};

/// The segments as seen by a chunk [begin, end).
Tensor segments_of(const std::vector<Segment>& segments, int64_t begin, int64_t end) {
  Tensor tensor({static_cast<int64_t>(segments.size()), 3}, DType::kI32);
  int64_t i = 0;
  for (const Segment& segment : segments) {
    tensor.set(i++, static_cast<double>(segment.row));
    for (const int64_t edge : {segment.begin, segment.end}) {
      tensor.set(i++, static_cast<double>(std::clamp(edge, begin, end) - begin));
    }
  }
  return tensor;
}

struct Problem {
  Problem(Pooling of, DType dtype, int64_t B, int64_t L, int64_t C, std::vector<Segment> records)
      : pooling(of), segments(std::move(records)) {
    const auto S = static_cast<int64_t>(segments.size());
    const DType carried = state_type(dtype);
    x = Tensor::uniform({B, L, C}, dtype, "x", -2, -1);  // a maximum below the zero of a fresh state
    dx = Tensor({B, L, C}, dtype);
    y = Tensor({S, C}, carried);
    dy = Tensor::uniform({S, C}, carried, "dy");
    value = Tensor({S, C}, carried);
    count = Tensor({S}, carried);
    chosen = Tensor({S, C}, DType::kI32);
  }

  /// In two chunks, [0, cut) and the rest; one where `cut` is 0.
  void forward(Context& ctx, int64_t cut = 0) const {
    fill_zero(value);
    fill_zero(count);
    fill_zero(chosen);
    for_each_chunk(cut, [&](int64_t begin, int64_t end) {
      const Tensor local = segments_of(segments, begin, end);
      plan_and_run(ctx, [&] { pool_accumulate(ctx, pooling, x.view().slice(1, begin, end), local, begin, state()); });
    });
    plan_and_run(ctx, [&] { pool_finish(ctx, pooling, state(), y); });
  }
  void backward(Context& ctx, int64_t cut = 0) const {
    for_each_chunk(cut, [&](int64_t begin, int64_t end) {
      const Tensor local = segments_of(segments, begin, end);
      const View part = dx.view().slice(1, begin, end);
      plan_and_run(ctx, [&] { pool_backward(ctx, pooling, dy, local, begin, state(), part); });
    });
  }
  PoolState state() const { return {value, count, chosen}; }

  template <class F>
  void for_each_chunk(int64_t cut, F&& f) const {
    if (cut > 0) f(int64_t{0}, cut);
    f(cut, x.view().shape[1]);
  }

  Pooling pooling;
  std::vector<Segment> segments;
  Tensor x, dx, y, dy, value, count, chosen;
};

}  // namespace

TEST_CASE("pool: gradients against central differences") {
  for (const Pooling pooling : kPoolings) {
    Context ctx(1);
    const Problem p(pooling, DType::kF64, 2, 9, 3, kSegments);
    p.forward(ctx);
    p.backward(ctx);
    const auto loss = [&] {
      p.forward(ctx);
      return weighted_sum(p.y, p.dy);
    };
    CHECK(gradient_errors(loss, {{"x", p.x, p.dx}}, kGradientTolerance) == "");
  }
}

TEST_CASE("pool: mean, last and largest, ties to the first; nothing for an empty segment") {
  Context ctx(1);
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    const auto pooled = [&](Pooling pooling) {
      Problem p(pooling, dtype, 1, 4, 1, {{0, 0, 4}, {0, 2, 2}});
      for (const auto& [t, x] : {std::pair(0, -3.0), std::pair(1, -1.0), std::pair(2, -1.0), std::pair(3, -7.0)}) {
        p.x.set(t, x);
      }
      p.forward(ctx);
      p.backward(ctx);
      CHECK(p.y.get(1) == 0);
      return p;
    };
    CHECK(pooled(Pooling::kMean).y.get(0) == -3);
    CHECK(pooled(Pooling::kLast).y.get(0) == -7);
    const Problem largest = pooled(Pooling::kMax);
    CHECK(largest.y.get(0) == -1);
    CHECK(largest.dx.get(1) == largest.dy.get(0));
    CHECK(largest.dx.get(2) == 0);
  }
}

TEST_CASE("pool: chunks equal the whole, bitwise, at any cut") {
  for (const Pooling pooling : kPoolings) {
    for (const DType dtype : {DType::kF32, DType::kF64}) {
      Context ctx(1);
      const Problem whole(pooling, dtype, 2, 9, 21, kSegments), parts(pooling, dtype, 2, 9, 21, kSegments);
      whole.forward(ctx);
      whole.backward(ctx);
      for (int64_t cut = 1; cut < 9; ++cut) {
        INFO("cut " << cut);
        parts.forward(ctx, cut);
        parts.backward(ctx, cut);
        CHECK(same_bits(parts.y, whole.y));
        CHECK(same_bits(parts.dx, whole.dx));
      }
    }
  }
}

TEST_CASE("pool: fp32 agrees with float64, with any number of threads") {
  const std::vector<Segment> segments = {{0, 0, 300}, {1, 5, 70}, {1, 70, 299}, {2, 0, 0}, {3, 299, 300}};
  for (const Pooling pooling : kPoolings) {
    for (const int64_t C : {1, 16, 37, 130}) {
      Context ctx(1);
      const Problem want(pooling, DType::kF64, 4, 300, C, segments), one(pooling, DType::kF32, 4, 300, C, segments);
      for (const Problem* p : {&want, &one}) {
        p->forward(ctx);
        p->backward(ctx);
      }
      CHECK(relative_difference(one.y, want.y) <= kPoolF32);
      CHECK(relative_difference(one.dx, want.dx) <= kPoolF32);
      for (const int threads : {2, 5}) {
        Context other(threads);
        const Problem p(pooling, DType::kF32, 4, 300, C, segments);
        p.forward(other);
        p.backward(other);
        CHECK(same_bits(p.y, one.y));
        CHECK(same_bits(p.dx, one.dx));
      }
    }
  }
}

TEST_CASE("pool: kernels agree with the float64 reference; chunks equal the whole, bitwise, in any order of threads") {
  const std::vector<Segment> segments = {{0, 0, 150}, {1, 5, 70}, {1, 70, 149}, {2, 0, 0}, {3, 149, 150}};
  for (const Pooling pooling : kPoolings) {
    for (const int64_t C : {5, 37}) {
      for (const DType dtype : {DType::kF32, DType::kBF16}) {
        if (dtype == DType::kBF16 && C == 5) continue;
        INFO(static_cast<int>(pooling) << " C " << C << " " << name_of(dtype));
        const RoundedInputs rounded(dtype == DType::kBF16);
        Context host(1);
        const Problem want(pooling, DType::kF64, 4, 150, C, segments);
        want.forward(host);
        want.backward(host);
        for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
          INFO(name);
          const TensorsOn scope(device);
          Context ctx(1, 0, device);
          const Problem whole(pooling, dtype, 4, 150, C, segments), parts(pooling, dtype, 4, 150, C, segments);
          whole.forward(ctx);
          whole.backward(ctx);
          CHECK(relative_difference(whole.y, want.y) <= kDeviceF32);
          CHECK(relative_difference(whole.dx, want.dx) <= (dtype == DType::kF32 ? kDeviceF32 : kDeviceBF16));
          parts.forward(ctx, 66);
          parts.backward(ctx, 66);
          CHECK(same_bits(parts.y, whole.y));
          CHECK(same_bits(parts.dx, whole.dx));
        });
      }
    }
  }
}

TEST_CASE("pool: wrong arguments are named") {
  Context ctx(1);
  const Problem p(Pooling::kMax, DType::kF32, 2, 4, 3, {{0, 0, 4}});
  PoolState state = p.state();
  state.chosen = View();
  CHECK_THROWS_WITH(pool_accumulate(ctx, Pooling::kMax, p.x, segments_of(p.segments, 0, 4), 0, state),
                    "[pool_accumulate] chosen is missing; want (1, 3)");
  const Tensor outside = segments_of({{2, 0, 4}}, 0, 4);
  CHECK_THROWS_WITH(plan_and_run(ctx, [&] { pool_accumulate(ctx, Pooling::kMean, p.x, outside, 0, p.state()); }),
                    "[pool_accumulate] segment 0; got row 2, positions 0 to 4, want within 2 rows of 4");
}

}  // namespace undula::test
