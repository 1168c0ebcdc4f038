#include "tests/support/catch.h"
#include "tests/support/problem_checks.h"
#include "tests/support/scan_case.h"
#include "tests/support/tolerances.h"

// The fp32 kernels of every instruction set against the float64 reference, from one list of cases; and that the bits of
// a row are its own.
namespace undula::test {
namespace {

constexpr auto kForward = Direction::kForward, kReverse = Direction::kReverse;

/// Lengths around chunk borders (64), widths around vectors and groups (16, 64, 128), state counts around tiles (16,
/// 8).
std::vector<ScanCase> cases() {
  std::vector<ScanCase> list;
  for (const int64_t L : {1, 2, 3, 31, 33, 63, 64, 65, 130}) list.push_back({.B = 1, .L = L, .E = 17, .N = 16});
  for (const int64_t E : {1, 7, 16, 17, 40, 128, 200}) {
    list.push_back({.B = 1, .L = 33, .E = E, .N = 16, .direction = kReverse});
  }
  for (const int64_t N : {1, 3, 8, 16, 17, 24}) list.push_back({.B = 1, .L = 65, .E = 7, .N = N});
  list.push_back({.B = 3, .L = 130, .E = 17, .N = 9, .lengths = {130, 65, 0}, .padding = 3, .offset = 1});
  list.push_back({.B = 3, .L = 65, .E = 40, .N = 4, .direction = kReverse, .lengths = {1, 64, 65}, .padding = 8});
  list.push_back({.B = 2, .L = 65, .E = 20, .N = 3, .gate = false, .initial_state = false});
  for (const Direction direction : {kForward, kReverse}) {
    list.push_back({.B = 2,
                    .L = 130,
                    .E = 20,
                    .N = 16,
                    .direction = direction,
                    .lengths = {130, 100},
                    .resets = {{0, 0}, {0, 1}, {0, 64}, {0, 100}, {1, 5}, {1, 6}, {1, 99}},
                    .offset = 3});
  }
  return list;
}

/// The same borders for complex A, its states two by two.
std::vector<ScanCase> complex_cases() {
  std::vector<ScanCase> list;
  for (const int64_t L : {1, 2, 31, 64, 65, 130}) list.push_back({.B = 1, .L = L, .E = 17, .N = 16, .complex = true});
  for (const int64_t E : {1, 16, 40, 200}) {
    list.push_back({.B = 1, .L = 33, .E = E, .N = 16, .complex = true, .direction = kReverse});
  }
  for (const int64_t N : {2, 4, 6, 8, 14, 18}) list.push_back({.B = 1, .L = 65, .E = 7, .N = N, .complex = true});
  list.push_back({.B = 2, .L = 65, .E = 20, .N = 6, .gate = false, .initial_state = false, .complex = true});
  for (const Direction direction : {kForward, kReverse}) {
    list.push_back(
        {.B = 3, .L = 130, .E = 17, .N = 10, .complex = true, .direction = direction, .lengths = {130, 65, 0}});
    list.push_back({.B = 2,
                    .L = 130,
                    .E = 20,
                    .N = 16,
                    .complex = true,
                    .direction = direction,
                    .lengths = {130, 100},
                    .resets = {{0, 0}, {0, 1}, {0, 64}, {0, 100}, {1, 5}, {1, 6}, {1, 99}},
                    .padding = 3,
                    .offset = 1});
  }
  return list;
}

constexpr ProblemTolerance kTolerance = {kScanForwardF32, kScanBackwardF32};

}  // namespace

TEST_CASE("scan: fp32 on every target agrees with the float64 reference") {
  check_every_target<ScanProblem>(cases(), kTolerance);
}

TEST_CASE("scan: complex A in fp32 on every target agrees with the float64 reference") {
  check_every_target<ScanProblem>(complex_cases(), {kComplexScanForwardF32, kComplexScanBackwardF32});
}

TEST_CASE("scan: every device agrees with the float64 reference") {
  check_every_device<ScanProblem>(cases());
}

TEST_CASE("scan: complex A on every device agrees with the float64 reference") {
  check_every_device<ScanProblem>(complex_cases(), {kComplexScanForwardF32, kComplexScanBackwardF32});
}

TEST_CASE("scan: a long narrow row, cut over time, agrees with the float64 reference") {
  Context ctx(2);
  for (const Direction direction : {kForward, kReverse}) {
    const ScanCase c{
        .B = 2, .L = 3 * 4096 + 100, .E = 3, .N = 2, .direction = direction, .lengths = {3 * 4096 + 100, 5000}};
    const ScanProblem want(c, DType::kF64), got(c, DType::kF32);
    want.forward(ctx);
    want.backward(ctx);
    got.forward(ctx);
    got.backward(ctx);
    check_agreement(got, want, kTolerance);
  }
}

TEST_CASE("scan: bits do not depend on threads") {
  for (const ScanCase& c : {ScanCase{.B = 3, .L = 200, .E = 140, .N = 5, .lengths = {200, 7, 130}},
                            ScanCase{.B = 1, .L = 9000, .E = 3, .N = 2},
                            ScanCase{.B = 3, .L = 200, .E = 140, .N = 6, .complex = true, .lengths = {200, 7, 130}},
                            ScanCase{.B = 1, .L = 9000, .E = 3, .N = 2, .complex = true}}) {
    const ScanProblem one(c, DType::kF32), three(c, DType::kF32);
    Context single(1), several(3);
    for (auto [p, ctx] : {std::pair(&one, &single), std::pair(&three, &several)}) {
      p->forward(*ctx);
      p->backward(*ctx);
    }
    check_same_bits(one, three);
  }
}

TEST_CASE("scan: a row alone gives the bits it gives in a padded batch") {
  Context ctx(2);
  for (const Direction direction : {kForward, kReverse}) {
    for (const auto& [E, length] : {std::pair<int64_t, int64_t>(40, 70), std::pair<int64_t, int64_t>(3, 8300)}) {
      const ScanCase c{.B = 3, .L = length + 30, .E = E, .N = 5, .direction = direction, .lengths = {3, length, 11}};
      const ScanProblem batch(c, DType::kF32);
      batch.forward(ctx);
      batch.backward(ctx);
      // The same row, from the batch's own memory, as a batch of one without padding.
      const ScanProblem alone({.B = 1, .L = length, .E = E, .N = 5, .direction = direction}, DType::kF32);
      const auto take = [&](const View& view) { return view.slice(0, 1, 2); };
      const auto part = [&](const View& view) { return take(view).slice(1, 0, length); };
      const ScanIn in{part(batch.u), part(batch.dt), batch.A_log,   part(batch.B), part(batch.C),
                      batch.D,       batch.dt_bias,  part(batch.z), take(batch.h0)};
      plan_and_run(ctx, [&] { selective_scan_forward(ctx, in, Rows(), direction, alone.out()); });
      ScanGrad grad = alone.grad();
      grad.dy = part(batch.dy);
      grad.dhL = take(batch.dhL);
      for (const View& view : {grad.dA_log, grad.dD, grad.ddt_bias}) fill_zero(view);
      plan_and_run(ctx, [&] { selective_scan_backward(ctx, in, Rows(), direction, alone.chunk_states, grad); });
      for (const auto& [a, b] :
           {std::pair(&alone.y, &batch.y), std::pair(&alone.du, &batch.du), std::pair(&alone.ddt, &batch.ddt),
            std::pair(&alone.dz, &batch.dz), std::pair(&alone.dB, &batch.dB), std::pair(&alone.dC, &batch.dC)}) {
        CHECK(same_bits(*a, part(*b)));
      }
      CHECK(same_bits(alone.hL, take(batch.hL)));
      CHECK(same_bits(alone.dh0, take(batch.dh0)));
    }
  }
}

}  // namespace undula::test
