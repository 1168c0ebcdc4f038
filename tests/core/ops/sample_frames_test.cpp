#include "core/ops/sample_frames.h"

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

constexpr int64_t kB = 4, kL = 20;

struct Result {
  Tensor y, tail, other_tail;
};

/// Frames of a block whose rows have several lengths and packed records, the tail written over the incoming one and
/// beside it.
Result cut(Context& ctx, const FrameShape& shape, DType dtype, bool has_tail, int64_t padding) {
  const int64_t F = kL / shape.hop;
  const Tensor lengths = lengths_of({20, 0, 9, 7}, kB), marks = resets_of({{0, 2 * shape.hop}, {2, 0}}, kB, kL);
  const Rows rows{.lengths = lengths, .resets = marks, .records = {}};
  const Tensor x = Tensor::uniform({kB, kL}, DType::kF32, "x").spread(padding, padding);
  const auto tail_of = [&] { return Tensor::uniform({kB, shape.tail()}, state_type(dtype), "tail"); };
  Result result{Tensor({kB, F, shape.width}, dtype).spread(padding, padding), tail_of(), tail_of()};
  plan_and_run(ctx, [&] {
    sample_frames(ctx, shape, x, rows, has_tail ? result.tail.view() : View(), result.other_tail, result.y);
    sample_frames(ctx, shape, x, rows, has_tail ? result.tail.view() : View(), result.tail, result.y);
  });
  return result;
}

}  // namespace

TEST_CASE("sample_frames: the outgoing tail may be written over the incoming one") {
  Context ctx(1);
  for (const int64_t width : {4, 7, 12}) {
    const Result result = cut(ctx, {width, 4}, DType::kF32, true, 0);
    CHECK(same_bits(result.tail, result.other_tail));
  }
}

TEST_CASE("sample_frames: kernels cut frames as the CPU does") {
  Context host(1);
  const RoundedInputs rounded(true);
  for (const FrameShape& shape : {FrameShape{4, 4}, FrameShape{7, 4}, FrameShape{12, 5}, FrameShape{200, 5}}) {
    for (const bool has_tail : {true, false}) {
      for (const int64_t padding : {0, 3}) {
        const Result want = cut(host, shape, DType::kF32, has_tail, padding);
        for (const DType dtype : {DType::kF32, DType::kBF16}) {
          for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
            INFO(name << " " << name_of(dtype) << " width " << shape.width << " tail " << has_tail);
            const TensorsOn scope(device);
            Context ctx(1, 0, device);
            const Result got = cut(ctx, shape, dtype, has_tail, padding);
            CHECK(relative_difference(got.y, want.y) == 0);
            CHECK(gaps_untouched(got.y));
            CHECK(same_bits(got.tail, want.tail));
            CHECK(same_bits(got.other_tail, want.other_tail));
          });
        }
      }
    }
  }
}

}  // namespace undula::test
