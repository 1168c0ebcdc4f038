#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/scan_case.h"
#include "tests/support/tolerances.h"

// A sequence cut into chunks that hand their state on is the same function as the whole sequence.
namespace undula::test {
namespace {

View columns(const View& view, int64_t begin, int64_t end) {
  return view.present() ? view.slice(1, begin, end) : View();
}

ScanIn columns(ScanIn in, int64_t begin, int64_t end) {
  for (View* view : {&in.u, &in.dt, &in.B, &in.C, &in.z}) *view = columns(*view, begin, end);
  return in;
}

/// The whole of `p` as two calls cut at `cut`, later steps second, and back; results go to `q`'s tensors.
void run_in_two(Context& ctx, const ScanProblem& p, const ScanProblem& q, int64_t cut) {
  const auto [B, L, E, N] = std::tuple(p.shape.B, p.shape.L, p.shape.E, p.shape.N);
  const Direction direction = p.shape.direction;
  const int64_t begin[2] = {0, cut}, end[2] = {cut, L};
  const int order[2] = {direction == Direction::kForward ? 0 : 1, direction == Direction::kForward ? 1 : 0};
  const Tensor between({B, N, E}, p.u.view().dtype), gradient({B, N, E}, p.u.view().dtype);
  Tensor saved[2];
  for (int i = 0; i < 2; ++i) {
    const int part = order[i];
    ScanIn in = columns(q.in(), begin[part], end[part]);
    if (i == 1) in.h0 = between;
    saved[i] = Tensor(scan_chunk_states_shape(B, end[part] - begin[part], E, N), p.u.view().dtype);
    const ScanOut out{columns(q.y, begin[part], end[part]), i == 0 ? between.view() : q.hL.view(), saved[i]};
    plan_and_run(ctx, [&] { selective_scan_forward(ctx, in, Rows(), direction, out); });
  }
  for (const View& view : {q.dA_log.view(), q.dD.view(), q.ddt_bias.view()}) fill_zero(view);
  if (q.shape.complex) fill_zero(q.dA_imag);
  for (int i = 1; i >= 0; --i) {
    const int part = order[i];
    ScanIn in = columns(q.in(), begin[part], end[part]);
    if (i == 1) in.h0 = between;
    ScanGrad grad = q.grad();
    for (View* view : {&grad.dy, &grad.du, &grad.ddt, &grad.dB, &grad.dC, &grad.dz}) {
      *view = columns(*view, begin[part], end[part]);
    }
    if (i == 0) grad.dhL = gradient;
    if (i == 1) grad.dh0 = gradient;
    plan_and_run(ctx, [&] { selective_scan_backward(ctx, in, Rows(), direction, saved[i], grad); });
  }
}

void check_cut(const ScanCase& c, DType dtype, int64_t cut, double tolerance) {
  INFO(c.text() << " cut " << cut);
  Context ctx(1);
  const ScanProblem whole(c, dtype), parts(c, dtype);
  whole.forward(ctx);
  whole.backward(ctx);
  run_in_two(ctx, whole, parts, cut);
  const auto want = whole.results(), got = parts.results();
  for (size_t i = 0; i < want.size(); ++i) {
    INFO(want[i].first);
    CHECK(relative_difference(got[i].second, want[i].second) <= tolerance);
  }
}

/// Rebuilds the final state and the gradient of the initial state from segment summaries.
void check_summary(const ScanCase& c, DType dtype, double tolerance) {
  INFO(c.text());
  Context ctx(1);
  const ScanProblem p(c, dtype);
  p.forward(ctx);
  p.backward(ctx);
  const Tensor end({c.B, c.N, c.E}, dtype), sum_dt({c.B, c.E}, dtype), start({c.B, c.N, c.E}, dtype),
      sum_dt_back({c.B, c.E}, dtype);
  plan_and_run(ctx, [&] {
    selective_scan_summary(ctx, p.in(), p.rows, c.direction, end, sum_dt);
    selective_scan_backward_summary(ctx, p.in(), p.rows, c.direction, p.dy, start, sum_dt_back);
  });
  CHECK(relative_difference(sum_dt_back, sum_dt) <= tolerance);
  for (int64_t i = 0; i < end.view().count(); ++i) {
    const int64_t b = i / (c.N * c.E), n = i / c.E % c.N, e = i % c.E;
    const double decay = std::exp(-std::exp(p.A_log.get(e * c.N + n)) * sum_dt.get(b * c.E + e));
    end.set(i, end.get(i) + decay * p.h0.get(i));
    start.set(i, start.get(i) + decay * p.dhL.get(i));
  }
  CHECK(relative_difference(end, p.hL) <= tolerance);
  CHECK(relative_difference(start, p.dh0) <= tolerance);
}

}  // namespace

TEST_CASE("scan: two chunks equal the whole, forward and backward, at any cut") {
  for (const Direction direction : {Direction::kForward, Direction::kReverse}) {
    for (const int64_t cut : {1, 2, 6}) check_cut({.direction = direction}, DType::kF64, cut, kF64Reordered);
    for (const int64_t cut : {1, 63, 64, 65, 130}) {
      check_cut({.B = 1, .L = 131, .direction = direction}, DType::kF64, cut, kF64Reordered);
      check_cut({.B = 2, .L = 131, .E = 17, .N = 5, .direction = direction}, DType::kF32, cut, kScanBackwardF32);
      check_cut({.B = 1, .L = 131, .N = 4, .complex = true, .direction = direction}, DType::kF64, cut, kF64Reordered);
      check_cut({.B = 2, .L = 131, .E = 17, .N = 6, .complex = true, .direction = direction}, DType::kF32, cut,
                kComplexScanBackwardF32);
    }
  }
}

TEST_CASE("scan: a segment is the affine map that its summary says") {
  for (const Direction direction : {Direction::kForward, Direction::kReverse}) {
    for (const int64_t L : {1, 7, 131}) {
      const ScanCase c{.B = 3, .L = L, .E = 17, .direction = direction, .lengths = {L, L / 2, 0}};
      check_summary(c, DType::kF64, kF64Reordered);
      check_summary(c, DType::kF32, kScanBackwardF32);
    }
  }
}

}  // namespace undula::test
