#include <cmath>
#include <vector>

#include "tests/core/cuda/vocabulary_kernels.cuh"
#include "tests/support/catch.h"

// Every word of core/cuda/kernel.h means on the harness what it means on a card.
namespace undula::simt::trial {

TEST_CASE("vocabulary: a sum staged by copies, over lanes, warps and blocks") {
  std::vector<Bf16> x(2 * 128 * 8);
  double want[2] = {0, 0};
  for (size_t i = 0; i < x.size(); ++i) {
    store(&x[i], static_cast<float>(i % 97) / 8 - 3);
    want[i / 1024] += load(&x[i]);
  }
  float sums[2] = {0, 0};
  const Queue queue;
  UNDULA_LAUNCH(queue, sum, {.x = 2}, 128, 128 * 16 + 16, Sum{x.data(), sums});
  CHECK(sums[0] == want[0]);
  CHECK(sums[1] == want[1]);
}

TEMPLATE_TEST_CASE("vocabulary: what each word gives to a lane", "", float, double) {
  std::vector<float> out(4 * 32 * kLaneResults, NAN);
  const Queue queue;
  UNDULA_LAUNCH(queue, lanes<TestType>, {.x = 2, .z = 2}, 32, 32 * sizeof(TestType), Lanes{out.data()});
  for (int i = 0; i < 4 * 32; ++i) {
    const float* r = &out[static_cast<size_t>(i) * kLaneResults];
    const int lane = i % 32;
    const double v = lane + 1;
    CHECK(r[0] == 4);
    CHECK(r[1] == (lane ^ 1) + 1);
    CHECK(r[2] == (lane < 2 ? lane : lane - 2) + 1);
    CHECK(r[3] == (lane > 29 ? lane : lane + 2) + 1);
    CHECK(r[4] == 5);
    CHECK(r[5] == Approx(std::exp2(v / 8)));
    CHECK(r[6] == Approx(v + 1));
    CHECK(r[7] == Approx(1 + v / 32 + std::tanh(v) + std::erf(v)));
    CHECK(r[8] == 32 - lane);
    CHECK(r[9] == Approx(v / 2 + 3));
    CHECK(r[10] == Approx(v * v + v + v + v * v));
    CHECK(r[11] == v);
  }
}

TEST_CASE("vocabulary: a recorded launch runs when it is replayed, with the arguments it was given") {
  std::vector<float> out(32 * kLaneResults, NAN);
  Recording recording;
  const Queue queue{nullptr, &recording};
  Lanes params{out.data()};
  UNDULA_LAUNCH(queue, lanes<float>, Grid(), 32, 32 * sizeof(float), params);
  params.out = nullptr;
  CHECK(std::isnan(out[0]));
  recording.replay();
  CHECK(out[0] == 4);
}

}  // namespace undula::simt::trial
