#include "core/ops/selective_scan_launch_cuda.h"
#include "tests/support/catch.h"
#include "tests/support/problem_checks.h"
#include "tests/support/scan_case.h"
#include "tests/support/tolerances.h"

// The GPU's scan under the plans that only large shapes get: other lanes, rows in segments, backward in spans.
namespace undula::test {
namespace {

constexpr auto kForward = Direction::kForward, kReverse = Direction::kReverse;
constexpr ProblemTolerance kTolerance = {2e-6, 2e-6};

struct Plan {
  int lanes;
  int64_t segments, span_steps;
};

void run(const ScanProblem& p, const Plan& how) {
  Context ctx(1);
  const Queue queue;
  const simt::ScanPlan plan = simt::plan_scan(p.in(), how.lanes, how.segments, how.span_steps);
  CHECK(plan.segments <= how.segments);
  for (const View& view : {p.dA_log.view(), p.dA_imag.view(), p.dD.view(), p.ddt_bias.view()}) {
    if (view.present()) fill_zero(view);
  }
  plan_and_run(ctx, [&] { simt::launch_scan_forward(ctx, queue, plan, p.in(), p.rows, p.shape.direction, p.out()); });
  plan_and_run(ctx, [&] {
    simt::launch_scan_backward(ctx, queue, plan, p.in(), p.rows, p.shape.direction, p.chunk_states, p.grad());
  });
}

void check(const ScanCase& c, const std::vector<Plan>& plans) {
  Context ctx(1);
  const ScanProblem want(c, DType::kF64);
  want.forward(ctx);
  want.backward(ctx);
  for (const Plan& plan : plans) {
    INFO(c.text() << " lanes " << plan.lanes << " segments " << plan.segments << " span " << plan.span_steps);
    const ScanProblem got(c, DType::kF32);
    run(got, plan);
    check_agreement(got, want, kTolerance);
  }
}

}  // namespace

TEST_CASE("scan on a GPU: any number of lanes to a channel") {
  const std::vector<Plan> plans = {{4, 1, 64}, {8, 1, 64}, {16, 1, 64}};
  check({.B = 1, .L = 67, .E = 33, .N = 16}, plans);
  check({.B = 2, .L = 35, .E = 20, .N = 13, .direction = kReverse, .lengths = {35, 6}, .padding = 4}, plans);
}

TEST_CASE("scan on a GPU: many states") {
  check({.B = 1, .L = 9, .E = 5, .N = 24}, {{0, 1, 64}});
  check({.B = 1, .L = 66, .E = 9, .N = 64}, {{0, 1, 64}});
  check({.B = 1, .L = 9, .E = 5, .N = 100}, {{0, 1, 64}});
  check({.B = 1, .L = 9, .E = 5, .N = 128, .complex = true}, {{0, 1, 64}});
  const ScanProblem p({.B = 1, .L = 1, .E = 1, .N = 130}, DType::kF32);
  CHECK_THROWS_WITH(simt::plan_scan(p.in()), contains("got 130, want at most 128"));
}

TEST_CASE("scan on a GPU: rows in segments and spans") {
  const std::vector<Plan> plans = {{16, 1, 64}, {16, 2, 64}, {4, 3, 128}};
  for (const Direction direction : {kForward, kReverse}) {
    check({.B = 2, .L = 330, .E = 5, .N = 3, .direction = direction, .lengths = {330, 130}}, plans);
    check({.B = 1,
           .L = 260,
           .E = 3,
           .N = 2,
           .initial_state = false,
           .direction = direction,
           .resets = {{0, 0}, {0, 63}, {0, 64}, {0, 200}}},
          plans);
  }
  check({.B = 2, .L = 150, .E = 5, .N = 4, .complex = true, .lengths = {150, 70}}, {{0, 3, 64}});
}

TEST_CASE("scan on a GPU: plans depend on shapes and fill a card") {
  const auto plan = [](int64_t B, int64_t L, int64_t E) {
    static float memory = 0;
    ScanIn in;
    in.u = View(&memory, DType::kF32, {B, L, E});
    in.A_log = View(&memory, DType::kF32, {E, 16});
    return simt::plan_scan(in);
  };
  CHECK(plan(8, 8192, 2048).lanes == 8);
  CHECK(plan(16, 8192, 2048).lanes == 4);
  CHECK(plan(16, 8192, 2048).segments == 1);
  CHECK(plan(1, 1 << 20, 1024).segments == 4);
  CHECK(plan(1, 1000, 1024).segments == 1);
  const simt::ScanPlan wide = plan(16, 8192, 2048);
  CHECK(wide.span_steps % 64 == 0);
  CHECK(wide.span_steps * 64 * 16 * 32 <= 16 << 20);
}

}  // namespace undula::test
