#include "core/ops/frames.h"
#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

// Frames are moved, and never summed with more than one number: the kernels give what the CPU gives.
namespace undula::test {
namespace {

constexpr int64_t kB = 4, kL = 7, kPool = 3;

/// What all ops on groups of frames write: one block whose rows begin in several phases.
std::vector<Tensor> results(Context& ctx, DType dtype, int64_t D, int64_t padding, bool carries) {
  const DType carried = state_type(dtype);
  const auto numbers = [&](int64_t n, int64_t width, DType type, const std::string& name) {
    return Tensor::uniform({kB, n, width}, type, name).spread(padding, padding);
  };
  const auto maybe = [&](Tensor tensor) { return carries ? std::move(tensor) : Tensor(); };
  const Tensor lengths = lengths_of({7, 0, 4, 1}, kB), phase = lengths_of({2, 1, 0, 1}, kB);
  const Rows rows{.lengths = lengths, .resets = {}, .records = {}};
  const int64_t coarse = stacked_length(kL, kPool);
  const Tensor x = numbers(kL, D, dtype, "x"), skip = numbers(kL, D, dtype, "skip");
  const Tensor up = numbers(coarse, kPool * D, dtype, "up"), dy = numbers(kL, D, dtype, "dy");
  const Tensor waiting = maybe(numbers(kPool - 1, D, carried, "waiting"));
  const Tensor pending = maybe(numbers(kPool, D, carried, "pending"));
  const Tensor d_waiting_out = maybe(numbers(kPool - 1, D, carried, "d waiting"));
  const Tensor d_pending_out = maybe(numbers(kPool, D, carried, "d pending"));
  const Tensor groups({kB}, DType::kI32), next_phase({kB}, DType::kI32);
  const Tensor stacked = numbers(coarse, kPool * D, dtype, "stacked"), y = numbers(kL, D, dtype, "y");
  const Tensor dx = numbers(kL, D, dtype, "dx"), d_up = numbers(coarse, kPool * D, dtype, "d up");
  const Tensor d_waiting = maybe(numbers(kPool - 1, D, carried, "to")),
               d_pending = maybe(numbers(kPool, D, carried, "to"));
  const FrameGroups at{kPool, phase, groups};
  plan_and_run(ctx, [&] {
    count_groups(ctx, rows, kL, kPool, phase, groups, next_phase);
    stack_frames(ctx, at, x, rows, waiting, stacked, waiting);
    stack_frames_backward(ctx, at, up, rows, d_waiting_out, dx, d_waiting);
    spread_frames(ctx, at, up, rows, pending, skip, y, pending);
    spread_frames_backward(ctx, at, dy, rows, d_pending_out, d_up, d_pending);
  });
  std::vector<Tensor> out;
  for (const Tensor* tensor : {&groups, &next_phase, &stacked, &y, &dx, &d_up}) out.push_back(tensor->on_host());
  for (const Tensor* tensor : {&waiting, &pending, &d_waiting, &d_pending})
    if (carries) out.push_back(tensor->on_host());
  return out;
}

}  // namespace

TEST_CASE("frames: kernels move frames as the CPU does") {
  Context host(1);
  const RoundedInputs rounded(true);
  for (const bool carries : {true, false}) {
    for (const int64_t D : {5, 8}) {
      for (const int64_t padding : {0, 3, 4}) {
        const std::vector<Tensor> want = results(host, DType::kF32, D, padding, carries);
        for (const DType dtype : {DType::kF32, DType::kBF16}) {
          for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
            INFO(name << " " << name_of(dtype) << " D " << D << " padding " << padding << " carries " << carries);
            const TensorsOn scope(device);
            Context ctx(1, 0, device);
            const std::vector<Tensor> got = results(ctx, dtype, D, padding, carries);
            REQUIRE(got.size() == want.size());
            for (size_t i = 0; i < got.size(); ++i) {
              INFO("result " << i);
              CHECK(relative_difference(got[i], want[i]) <= (dtype == DType::kF32 ? 0 : kDeviceBF16));
              CHECK(gaps_untouched(got[i]));
            }
          });
        }
      }
    }
  }
}

}  // namespace undula::test
