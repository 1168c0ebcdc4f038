#include "core/ops/s4d_scan.h"

#include <cmath>
#include <complex>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/s4d_case.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

const Direction kDirections[] = {Direction::kForward, Direction::kReverse};

void check_gradients(const S4dCase& c) {
  INFO(c.text());
  Context ctx(1);
  const S4dProblem p(c, DType::kF64);
  p.forward(ctx);
  p.backward(ctx);
  std::vector<Checked> checked = {{"u", p.u, p.du},
                                  {"log_A_real", p.log_A_real, p.dlog_A_real},
                                  {"A_imag", p.A_imag, p.dA_imag},
                                  {"C", p.C, p.dC},
                                  {"log_dt", p.log_dt, p.dlog_dt},
                                  {"D", p.D, p.dD}};
  if (c.initial_state) checked.push_back({"h0", p.h0, p.dh0});
  const auto loss = [&] {
    p.forward(ctx);
    return p.loss();
  };
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

/// y from the kernel of the paper (section 3.2), by direct convolution: K_j = 2 Re(sum C (exp(dt A) - 1) / A
/// exp(j dt A)).
Tensor convolved(const S4dProblem& p) {
  const auto [B, L, E, M] = std::tuple(p.shape.B, p.shape.L, p.shape.E, p.shape.M);
  Tensor y({B, L, E}, DType::kF64);
  for (int64_t e = 0; e < E; ++e) {
    std::vector<double> kernel(static_cast<size_t>(L));
    const double dt = std::exp(p.log_dt.get(e));
    for (int64_t m = 0; m < M; ++m) {
      const std::complex<double> A(-std::exp(p.log_A_real.get(e * M + m)), p.A_imag.get(e * M + m));
      const std::complex<double> C(p.C.get(2 * (e * M + m)), p.C.get(2 * (e * M + m) + 1));
      for (int64_t j = 0; j < L; ++j) {
        const double step = static_cast<double>(j);
        kernel[static_cast<size_t>(j)] += 2 * (C * (std::exp(dt * A) - 1.0) / A * std::exp(step * dt * A)).real();
      }
    }
    for (int64_t b = 0; b < B; ++b) {
      for (int64_t t = 0; t < L; ++t) {
        double sum = p.D.get(e) * p.u.get((b * L + t) * E + e);
        for (int64_t s = 0; s <= t; ++s) sum += kernel[static_cast<size_t>(t - s)] * p.u.get((b * L + s) * E + e);
        y.set((b * L + t) * E + e, sum);
      }
    }
  }
  return y;
}

}  // namespace

TEST_CASE("s4d_scan: every gradient against central differences, lengths 1 to 7") {
  for (const Direction direction : kDirections) {
    for (const int64_t L : {1, 2, 3, 7}) check_gradients({.L = L, .direction = direction, .lengths = {L, L / 2}});
  }
}

TEST_CASE("s4d_scan: gradients without initial state, over empty rows and of packed records") {
  for (const Direction direction : kDirections) {
    check_gradients({.initial_state = false, .direction = direction});
    check_gradients({.B = 3, .direction = direction, .lengths = {0, 5, 7}});
    check_gradients({.B = 2, .direction = direction, .lengths = {7, 5}, .resets = {{0, 0}, {0, 3}, {1, 2}, {1, 3}}});
  }
}

TEST_CASE("s4d_scan: gradients across saved states") {
  check_gradients({.B = 1, .L = 200, .E = 1, .M = 1, .fastest = 1});
  check_gradients({.B = 1,
                   .L = 200,
                   .E = 1,
                   .M = 1,
                   .fastest = 1,
                   .direction = Direction::kReverse,
                   .resets = {{0, 70}, {0, 104}}});
}

TEST_CASE("s4d_scan: the recurrence equals a convolution with the kernel in closed form") {
  Context ctx(1);
  for (const auto& [L, E, M] : {std::tuple<int64_t, int64_t, int64_t>(5, 2, 1), {100, 3, 32}, {333, 17, 4}}) {
    const S4dCase c{.B = 2, .L = L, .E = E, .M = M, .initial_state = false};
    const S4dProblem exact(c, DType::kF64), fast(c, DType::kF32);
    const Tensor want = convolved(exact);
    exact.forward(ctx);
    CHECK(relative_difference(exact.y, want) <= kF64Reordered);
    fast.forward(ctx);
    CHECK(relative_difference(fast.y, want) <= kS4dForwardF32);
  }
}

TEST_CASE("s4d_scan: padding is the identity on the state and on its gradient") {
  const DType dtype = GENERATE(DType::kF64, DType::kF32);
  for (const Direction direction : kDirections) {
    Context ctx(1);
    const S4dProblem p({.B = 2, .direction = direction, .lengths = {0, 3}}, dtype);
    p.forward(ctx);
    p.backward(ctx);
    CHECK(same_bits(p.hL.view().row(0), p.h0.view().row(0)));
    CHECK(same_bits(p.dh0.view().row(0), p.dhL.view().row(0)));
    for (const View& view : {p.y.view(), p.du.view()}) {
      for (int64_t b = 0; b < 2; ++b) {
        const View beyond = view.slice(1, b == 0 ? 0 : 3, 7).row(b);
        CHECK(relative_difference(beyond, Tensor(beyond.shape, dtype)) == 0);
      }
    }
  }
}

TEST_CASE("s4d_scan: the final state may be written over the initial one") {
  const DType dtype = GENERATE(DType::kF64, DType::kF32);
  Context ctx(1);
  const S4dProblem p({.L = 40}, dtype), q({.L = 40}, dtype);
  p.forward(ctx);
  const S4dOut in_place{q.y, q.h0, q.states};
  plan_and_run(ctx, [&] { s4d_scan_forward(ctx, q.in(), q.rows, q.shape.direction, in_place); });
  CHECK(same_bits(q.y, p.y));
  CHECK(same_bits(q.h0, p.hL));
}

TEST_CASE("s4d_scan: what is derived from parameters is kept for one generation only") {
  Context ctx(1);
  const S4dProblem p({.L = 40}, DType::kF32), fresh({.L = 40}, DType::kF32);
  S4dIn in = p.in();
  const auto run = [&](uint64_t generation) {
    in.generation = generation;
    plan_and_run(ctx, [&] { s4d_scan_forward(ctx, in, p.rows, Direction::kForward, p.out()); });
  };
  run(1);
  p.log_dt.set(0, -4.5);
  fresh.log_dt.set(0, -4.5);
  fresh.forward(ctx);
  CHECK_FALSE(same_bits(p.y, fresh.y));
  run(2);
  CHECK(same_bits(p.y, fresh.y));
}

TEST_CASE("s4d_scan: shape and type mistakes are named") {
  Context ctx(1);
  const S4dProblem p({}, DType::kF64);
  S4dIn in = p.in();
  in.A_imag = in.A_imag.slice(1, 0, 2);
  CHECK_THROWS_WITH(s4d_scan_forward(ctx, in, p.rows, Direction::kForward, p.out()),
                    contains("shape of A_imag") && contains("(5, 3)"));
  S4dGrad grad = p.grad();
  grad.dC = grad.dA_imag;
  CHECK_THROWS_WITH(s4d_scan_backward(ctx, p.in(), p.rows, Direction::kForward, p.states, grad), contains("dC"));
  const S4dProblem bad({.lengths = {8}}, DType::kF64);
  CHECK_THROWS_WITH(bad.forward(ctx), contains("length of row 0; got 8"));
}

}  // namespace undula::test
