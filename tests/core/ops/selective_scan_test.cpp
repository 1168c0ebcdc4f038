#include "core/ops/selective_scan.h"

#include <cmath>
#include <complex>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/scan_case.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

const Direction kDirections[] = {Direction::kForward, Direction::kReverse};

void check_gradients(const ScanCase& c) {
  INFO(c.text());
  Context ctx(1);
  const ScanProblem p(c, DType::kF64);
  p.forward(ctx);
  p.backward(ctx);
  std::vector<Checked> checked = {
      {"u", p.u, p.du}, {"dt", p.dt, p.ddt}, {"A_log", p.A_log, p.dA_log},      {"B", p.B, p.dB},
      {"C", p.C, p.dC}, {"D", p.D, p.dD},    {"dt_bias", p.dt_bias, p.ddt_bias}};
  if (c.gate) checked.push_back({"z", p.z, p.dz});
  if (c.initial_state) checked.push_back({"h0", p.h0, p.dh0});
  if (c.complex) checked.push_back({"A_imag", p.A_imag, p.dA_imag});
  const auto loss = [&] {
    p.forward(ctx);
    return p.loss();
  };
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

}  // namespace

TEST_CASE("scan: every gradient against central differences, lengths 1 to 7") {
  for (const Direction direction : kDirections) {
    for (const int64_t L : {1, 2, 3, 7}) check_gradients({.L = L, .direction = direction, .lengths = {L, L / 2}});
  }
}

TEST_CASE("scan: gradients without gate, without initial state, and over empty rows") {
  for (const Direction direction : kDirections) {
    check_gradients({.gate = false, .direction = direction});
    check_gradients({.initial_state = false, .direction = direction});
    check_gradients({.B = 3, .direction = direction, .lengths = {0, 5, 7}});
  }
}

TEST_CASE("scan: gradients of packed records") {
  for (const Direction direction : kDirections) {
    check_gradients({.B = 2, .direction = direction, .lengths = {7, 5}, .resets = {{0, 0}, {0, 3}, {1, 2}, {1, 3}}});
  }
}

TEST_CASE("scan: gradients across chunk boundaries") {
  check_gradients({.B = 1, .L = 131, .E = 1, .N = 2});
  check_gradients({.B = 1, .L = 131, .E = 1, .N = 2, .direction = Direction::kReverse, .resets = {{0, 70}}});
}

TEST_CASE("scan: gradients of complex A") {
  for (const Direction direction : kDirections) {
    for (const int64_t L : {1, 2, 7}) {
      check_gradients({.L = L, .N = 4, .complex = true, .direction = direction, .lengths = {L, L / 2}});
    }
    check_gradients({.N = 2, .gate = false, .initial_state = false, .complex = true, .direction = direction});
    check_gradients({.N = 4, .complex = true, .direction = direction, .lengths = {7, 5}, .resets = {{0, 3}, {1, 2}}});
    check_gradients({.B = 1, .L = 131, .E = 1, .N = 2, .complex = true, .direction = direction});
  }
}

TEST_CASE("scan: the equation of complex A, by hand") {
  Context ctx(1);
  const ScanProblem p({.B = 1, .L = 2, .E = 1, .N = 2, .complex = true}, DType::kF64);
  p.forward(ctx);
  const std::complex<double> A(-std::exp(p.A_log.get(0)), p.A_imag.get(0));
  std::complex<double> h(p.h0.get(0), p.h0.get(1));
  for (int64_t t = 0; t < 2; ++t) {
    const double dt = std::log(1 + std::exp(p.dt.get(t) + p.dt_bias.get(0))), z = p.z.get(t), u = p.u.get(t);
    const std::complex<double> B(p.B.get(2 * t), p.B.get(2 * t + 1)), C(p.C.get(2 * t), p.C.get(2 * t + 1));
    h = std::exp(dt * A) * h + dt * B * u;
    CHECK(p.y.get(t) == Approx((2 * (C * h).real() + p.D.get(0) * u) * z / (1 + std::exp(-z))).epsilon(1e-13));
  }
  CHECK(p.hL.get(0) == Approx(h.real()).epsilon(1e-13));
  CHECK(p.hL.get(1) == Approx(h.imag()).epsilon(1e-13));
}

TEST_CASE("scan: the equation, by hand") {
  Context ctx(1);
  ScanCase c{.B = 1, .L = 2, .E = 1, .N = 1};
  const ScanProblem p(c, DType::kF64);
  p.forward(ctx);
  const double A = -std::exp(p.A_log.get(0));
  double h = p.h0.get(0);
  for (int64_t t = 0; t < 2; ++t) {
    const double dt = std::log(1 + std::exp(p.dt.get(t) + p.dt_bias.get(0))), z = p.z.get(t);
    h = std::exp(dt * A) * h + dt * p.B.get(t) * p.u.get(t);
    CHECK(p.y.get(t) == Approx((p.C.get(t) * h + p.D.get(0) * p.u.get(t)) * z / (1 + std::exp(-z))).epsilon(1e-13));
  }
  CHECK(p.hL.get(0) == Approx(h).epsilon(1e-13));
}

TEST_CASE("scan: padding is the identity on the state and on its gradient") {
  for (const Direction direction : kDirections) {
    Context ctx(1);
    const ScanProblem p({.B = 2, .direction = direction, .lengths = {0, 3}}, DType::kF64);
    p.forward(ctx);
    p.backward(ctx);
    CHECK(same_bits(p.hL.view().row(0), p.h0.view().row(0)));
    CHECK(same_bits(p.dh0.view().row(0), p.dhL.view().row(0)));
    for (const View& view : {p.y.view(), p.du.view(), p.ddt.view(), p.dz.view(), p.dB.view(), p.dC.view()}) {
      for (int64_t b = 0; b < 2; ++b) {
        const View beyond = view.slice(1, b == 0 ? 0 : 3, 7).row(b);
        CHECK(relative_difference(beyond, Tensor(beyond.shape, DType::kF64)) == 0);
      }
    }
  }
}

TEST_CASE("scan: the final state may be written over the initial one") {
  Context ctx(1);
  const ScanProblem p({}, DType::kF64), q({}, DType::kF64);
  p.forward(ctx);
  const ScanOut in_place{q.y, q.h0, q.chunk_states};
  plan_and_run(ctx, [&] { selective_scan_forward(ctx, q.in(), q.rows, q.shape.direction, in_place); });
  // plan_and_run ran the body for real once: the state was read once and replaced once.
  CHECK(same_bits(q.y, p.y));
  CHECK(same_bits(q.h0, p.hL));
}

TEST_CASE("scan: shape and type mistakes are named") {
  Context ctx(1);
  const ScanProblem p({}, DType::kF64);
  ScanIn in = p.in();
  in.B = in.C.slice(2, 0, 2);
  CHECK_THROWS_WITH(selective_scan_forward(ctx, in, p.rows, Direction::kForward, p.out()),
                    contains("shape of B") && contains("(2, 7, 3)"));
  ScanGrad grad = p.grad();
  grad.dz = View();
  CHECK_THROWS_WITH(selective_scan_backward(ctx, p.in(), p.rows, Direction::kForward, p.chunk_states, grad),
                    contains("dz"));
  const ScanProblem complex({.N = 4, .complex = true}, DType::kF64);
  grad = complex.grad();
  grad.dA_imag = View();
  CHECK_THROWS_WITH(
      selective_scan_backward(ctx, complex.in(), complex.rows, Direction::kForward, complex.chunk_states, grad),
      contains("dA_imag"));
  CHECK_THROWS_WITH(
      selective_scan_summary(ctx, complex.in(), complex.rows, Direction::kForward, complex.hL, complex.dt_bias),
      contains("sum_dt"));
  const ScanProblem bad({.lengths = {8}}, DType::kF64);
  CHECK_THROWS_WITH(bad.forward(ctx), contains("length of row 0; got 8"));
  const ScanProblem packed({.resets = {{0, 1}}}, DType::kF64);
  CHECK_THROWS_WITH(selective_scan_summary(ctx, packed.in(), packed.rows, Direction::kForward, packed.hL, packed.D),
                    contains("sum_dt"));
}

}  // namespace undula::test
