#include <cmath>
#include <complex>

#include "tests/support/catch.h"
#include "tests/support/problem_checks.h"
#include "tests/support/s4d_case.h"
#include "tests/support/tolerances.h"

// The fp32 kernels of every instruction set against the float64 reference, from one list of cases; that the bits of a
// row are its own; and that a sequence cut into chunks that hand their state on is the same function as the whole.
namespace undula::test {
namespace {

constexpr int64_t kSteps = int64_t{1} << 20;
constexpr auto kForward = Direction::kForward, kReverse = Direction::kReverse;

/// Lengths around chunks (16) and spans (96), widths around vectors and blocks (16), pairs around tiles (16).
std::vector<S4dCase> cases() {
  std::vector<S4dCase> list;
  for (const int64_t L : {1, 2, 15, 16, 17, 31, 33, 95, 96, 97, 250}) {
    list.push_back({.B = 1, .L = L, .E = 17, .M = 32});
  }
  for (const int64_t E : {1, 7, 16, 17, 40}) list.push_back({.B = 1, .L = 65, .E = E, .M = 5, .direction = kReverse});
  for (const int64_t M : {1, 3, 15, 16, 17, 33}) list.push_back({.B = 1, .L = 118, .E = 7, .M = M});
  list.push_back({.B = 3, .L = 130, .E = 17, .M = 9, .lengths = {130, 65, 0}, .padding = 3, .offset = 1});
  list.push_back({.B = 6, .L = 65, .E = 40, .M = 4, .direction = kReverse, .lengths = {1, 64, 65}, .padding = 8});
  list.push_back({.B = 2, .L = 65, .E = 20, .M = 3, .initial_state = false});
  for (const Direction direction : {kForward, kReverse}) {
    list.push_back({.B = 2,
                    .L = 330,
                    .E = 20,
                    .M = 17,
                    .direction = direction,
                    .lengths = {330, 200},
                    .resets = {{0, 0}, {0, 1}, {0, 64}, {0, 200}, {1, 5}, {1, 6}, {1, 199}},
                    .offset = 3});
  }
  return list;
}

View columns(const View& view, int64_t begin, int64_t end) {
  return view.present() ? view.slice(1, begin, end) : View();
}

/// The whole of `p` as two calls cut at `cut`, later steps second, and back; results go to `q`'s tensors.
void run_in_two(Context& ctx, const S4dProblem& p, const S4dProblem& q, int64_t cut) {
  const S4dCase& c = p.shape;
  const bool forward = c.direction == kForward;
  const int64_t begin[2] = {0, cut}, end[2] = {cut, c.L};
  const int order[2] = {forward ? 0 : 1, forward ? 1 : 0};
  const DType dtype = p.u.view().dtype;
  const Tensor between(p.hL.view().shape, dtype), gradient(p.hL.view().shape, dtype);
  Tensor saved[2];
  const auto part_of = [&](int i) {
    const int part = order[i];
    S4dIn in = q.in();
    in.u = columns(in.u, begin[part], end[part]);
    if (i == 1) in.h0 = between;
    return in;
  };
  for (int i = 0; i < 2; ++i) {
    const int part = order[i];
    saved[i] = Tensor(s4d_states_shape(c.B, end[part] - begin[part], c.E, c.M), dtype);
    const S4dOut out{columns(q.y, begin[part], end[part]), i == 0 ? between.view() : q.hL.view(), saved[i]};
    plan_and_run(ctx, [&] { s4d_scan_forward(ctx, part_of(i), Rows(), c.direction, out); });
  }
  for (const Tensor* sum : {&q.dlog_A_real, &q.dA_imag, &q.dC, &q.dlog_dt, &q.dD}) fill_zero(*sum);
  for (int i = 1; i >= 0; --i) {
    const int part = order[i];
    S4dGrad grad = q.grad();
    grad.dy = columns(grad.dy, begin[part], end[part]);
    grad.du = columns(grad.du, begin[part], end[part]);
    if (i == 0) grad.dhL = gradient;
    if (i == 1) grad.dh0 = gradient;
    plan_and_run(ctx, [&] { s4d_scan_backward(ctx, part_of(i), Rows(), c.direction, saved[i], grad); });
  }
}

void check_cut(const S4dCase& c, DType dtype, int64_t cut, double tolerance) {
  INFO(c.text() << " cut " << cut);
  Context ctx(1);
  const S4dProblem whole(c, dtype), parts(c, dtype);
  whole.forward(ctx);
  whole.backward(ctx);
  run_in_two(ctx, whole, parts, cut);
  check_agreement(parts, whole, {tolerance, tolerance});
}

}  // namespace

TEST_CASE("s4d_scan: fp32 on every target agrees with the float64 reference") {
  check_every_target<S4dProblem>(cases(), {kS4dForwardF32, kS4dBackwardF32});
}

TEST_CASE("s4d_scan: every device agrees with the float64 reference") {
  check_every_device<S4dProblem>(cases(), {kS4dDeviceForwardF32, kS4dDeviceBackwardF32});
}

TEST_CASE("s4d_scan: two chunks equal the whole, forward and backward, at any cut") {
  for (const Direction direction : {kForward, kReverse}) {
    for (const int64_t cut : {1, 2, 6}) check_cut({.direction = direction}, DType::kF64, cut, kF64Reordered);
    for (const int64_t cut : {1, 15, 16, 96, 97, 130}) {
      check_cut({.B = 1, .L = 131, .direction = direction}, DType::kF64, cut, kF64Reordered);
      check_cut({.B = 2, .L = 131, .E = 17, .M = 5, .direction = direction}, DType::kF32, cut, kS4dBackwardF32);
    }
  }
}

TEST_CASE("s4d_scan: bits do not depend on threads") {
  const S4dCase c{.B = 7, .L = 200, .E = 40, .M = 5, .lengths = {200, 7, 130}};
  const S4dProblem one(c, DType::kF32), three(c, DType::kF32);
  Context single(1), several(3);
  for (auto [p, ctx] : {std::pair(&one, &single), std::pair(&three, &several)}) {
    p->forward(*ctx);
    p->backward(*ctx);
  }
  check_same_bits(one, three);
}

TEST_CASE("s4d_scan: a row and a packed record give the bits they give alone") {
  Context ctx(2);
  for (const Direction direction : {kForward, kReverse}) {
    // Row 1 is one record of 150; row 0 holds records of 30, 113 and 57.
    const S4dCase c{.B = 2,
                    .L = 200,
                    .E = 20,
                    .M = 17,
                    .initial_state = false,
                    .direction = direction,
                    .lengths = {200, 150},
                    .resets = {{0, 30}, {0, 143}, {1, 0}}};
    const S4dProblem batch(c, DType::kF32);
    batch.forward(ctx);
    batch.backward(ctx);
    for (const auto& [row, begin, end] : {std::tuple<int64_t, int64_t, int64_t>(0, 0, 30), {0, 30, 143}, {1, 0, 150}}) {
      const S4dProblem alone(
          {.B = 1, .L = end - begin, .E = 20, .M = 17, .initial_state = false, .direction = direction}, DType::kF32);
      const auto part = [&, row = row, begin = begin, end = end](const View& view) {
        return view.slice(0, row, row + 1).slice(1, begin, end);
      };
      S4dIn in = batch.in();
      in.u = part(in.u);
      plan_and_run(ctx, [&] { s4d_scan_forward(ctx, in, Rows(), direction, alone.out()); });
      CHECK(same_bits(alone.y, part(batch.y)));
      S4dGrad grad = alone.grad();
      grad.dy = part(batch.dy);
      const bool last = direction == kForward ? end == batch.rows.length(row, c.L) : begin == 0;
      grad.dhL = last ? batch.dhL.view().slice(0, row, row + 1) : View();
      plan_and_run(ctx, [&] { s4d_scan_backward(ctx, in, Rows(), direction, alone.states, grad); });
      CHECK(same_bits(alone.du, part(batch.du)));
    }
  }
}

TEST_CASE("s4d_scan: a slow decay over 2^20 steps follows float64") {
  Context ctx(1);
  // |a| = exp(-2e-6) and a period of about 63 steps; a decay alone; and one that never turns into it.
  const int64_t part = GENERATE(1 << 15, 11);
  const S4dProblem p({.B = 1, .L = part, .E = 3, .M = 1}, DType::kF32);
  const double real[] = {-6.2, -6.2, -6.6}, imag[] = {100, 0, 3e-3}, dt = std::log(1e-3);
  for (int64_t e = 0; e < 3; ++e) {
    p.log_A_real.set(e, real[e]);
    p.A_imag.set(e, imag[e]);
    p.log_dt.set(e, dt);
  }
  fill_zero(p.u);
  const Tensor h = p.h0.as(DType::kF32);
  S4dIn in = p.in();
  in.h0 = h;
  in.generation = 1;
  for (int64_t begin = 0; begin < kSteps; begin += part) {
    const int64_t end = std::min(begin + part, kSteps);
    in.u = columns(p.u, 0, end - begin);
    const S4dOut out{columns(p.y, 0, end - begin), h, View()};
    plan_and_run(ctx, [&] { s4d_scan_forward(ctx, in, Rows(), kForward, out); });
  }
  for (int64_t e = 0; e < 3; ++e) {
    const std::complex<double> A(-std::exp(p.log_A_real.get(e)), p.A_imag.get(e));
    const std::complex<double> start(p.h0.get(e), p.h0.get(3 + e)), end(h.get(e), h.get(3 + e));
    const std::complex<double> want = start * std::exp(static_cast<double>(kSteps) * std::exp(p.log_dt.get(e)) * A);
    INFO("channel " << e << ", chunks of " << part);
    CHECK(std::abs(end - want) <= kSlowDecayF32 * std::abs(want));
  }
}

}  // namespace undula::test
