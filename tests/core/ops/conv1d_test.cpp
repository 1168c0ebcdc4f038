#include "core/ops/conv1d.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/conv1d_case.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

const Direction kDirections[] = {Direction::kForward, Direction::kReverse};

void check_gradients(const Conv1dCase& c) {
  INFO(c.text());
  Context ctx(1);
  const Conv1dProblem p(c, DType::kF64);
  p.forward(ctx);
  p.backward(ctx);
  std::vector<Checked> checked = {{"x", p.x, p.dx}, {"w", p.w, p.dw}, {"bias", p.bias, p.dbias}};
  if (c.tail) checked.push_back({"tail", p.tail, p.dtail});
  const auto loss = [&] {
    p.forward(ctx);
    return p.loss();
  };
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

View columns(const View& view, int64_t begin, int64_t end) {
  return view.slice(1, begin, end);
}

/// The whole of `p` as two calls cut at `cut`, later steps second, and back; results go to `q`'s tensors.
void run_in_two(Context& ctx, const Conv1dProblem& q, int64_t cut) {
  const Direction direction = q.shape.direction;
  const int64_t begin[2] = {0, cut}, end[2] = {cut, q.shape.L};
  const int order[2] = {direction == Direction::kForward ? 0 : 1, direction == Direction::kForward ? 1 : 0};
  const Tensor between(q.tail.view().shape, q.x.view().dtype), gradient(q.tail.view().shape, q.x.view().dtype);
  const auto part_in = [&](int i) {
    const int part = order[i];
    return Conv1dIn{columns(q.x, begin[part], end[part]), q.w, q.bias, i == 0 ? q.tail.view() : between.view()};
  };
  for (int i = 0; i < 2; ++i) {
    const Conv1dOut out{columns(q.y, begin[order[i]], end[order[i]]), i == 0 ? between.view() : q.tail_out.view()};
    plan_and_run(ctx, [&] { conv1d_forward(ctx, part_in(i), Rows(), direction, out); });
  }
  fill_zero(q.dw);
  fill_zero(q.dbias);
  for (int i = 1; i >= 0; --i) {
    const int part = order[i];
    Conv1dGrad grad = q.grad();
    grad.dy = columns(grad.dy, begin[part], end[part]);
    grad.dx = columns(grad.dx, begin[part], end[part]);
    if (i == 0) grad.dtail_out = gradient;
    if (i == 1) grad.dtail_in = gradient;
    plan_and_run(ctx, [&] { conv1d_backward(ctx, part_in(i), Rows(), direction, grad); });
  }
}

}  // namespace

TEST_CASE("conv1d: every gradient against central differences") {
  for (const Direction direction : kDirections) {
    for (const int64_t L : {1, 2, 3, 7}) {
      for (const int64_t K : {1, 2, 4, 5}) check_gradients({.L = L, .K = K, .direction = direction});
    }
    check_gradients({.tail = false, .direction = direction});
    check_gradients({.B = 4, .direction = direction, .lengths = {0, 2, 5, 7}});
    check_gradients({.direction = direction, .lengths = {7, 5}, .resets = {{0, 0}, {0, 3}, {1, 2}, {1, 3}}});
  }
}

TEST_CASE("conv1d: the equation, by hand") {
  Context ctx(1);
  const Conv1dProblem p({.B = 1, .L = 1, .E = 1, .K = 3}, DType::kF64);
  p.forward(ctx);
  const double sum = p.bias.get(0) + p.w.get(0) * p.tail.get(0) + p.w.get(1) * p.tail.get(1) + p.w.get(2) * p.x.get(0);
  CHECK(p.y.get(0) == Approx(sum / (1 + std::exp(-sum))).epsilon(1e-13));
  CHECK(p.tail_out.get(0) == p.tail.get(1));
  CHECK(p.tail_out.get(1) == p.x.get(0));
}

TEST_CASE("conv1d: an empty row passes the tail and its gradient through") {
  for (const Direction direction : kDirections) {
    Context ctx(1);
    const Conv1dProblem p({.direction = direction, .lengths = {0, 3}}, DType::kF64);
    p.forward(ctx);
    p.backward(ctx);
    CHECK(same_bits(p.tail_out.view().row(0), p.tail.view().row(0)));
    CHECK(same_bits(p.dtail.view().row(0), p.dtail_out.view().row(0)));
    const View beyond = p.dx.view().slice(1, 3, 7).row(1);
    CHECK(relative_difference(beyond, Tensor(beyond.shape, DType::kF64)) == 0);
  }
}

TEST_CASE("conv1d: packed records do not see each other") {
  for (const Direction direction : kDirections) {
    Context ctx(1);
    const Conv1dProblem packed({.B = 1, .direction = direction, .resets = {{0, 0}, {0, 2}}}, DType::kF64);
    packed.forward(ctx);
    for (const auto& [begin, end] : {std::pair(0, 2), std::pair(2, 7)}) {
      const Tensor alone({1, end - begin, 5}, DType::kF64);
      const Conv1dIn in{columns(packed.x, begin, end), packed.w, packed.bias, View()};
      plan_and_run(ctx, [&] { conv1d_forward(ctx, in, Rows(), direction, {alone, View()}); });
      CHECK(relative_difference(columns(packed.y, begin, end), alone) == 0);
    }
  }
}

TEST_CASE("conv1d: two chunks equal the whole at any cut, even shorter than the tail") {
  for (const Direction direction : kDirections) {
    for (const int64_t cut : {1, 2, 3, 5, 6}) {
      INFO("cut " << cut);
      Context ctx(1);
      const Conv1dCase c{.K = 5, .direction = direction};
      const Conv1dProblem whole(c, DType::kF64), parts(c, DType::kF64);
      whole.forward(ctx);
      whole.backward(ctx);
      run_in_two(ctx, parts, cut);
      const auto want = whole.results(), got = parts.results();
      for (size_t i = 0; i < want.size(); ++i) {
        INFO(want[i].first);
        CHECK(relative_difference(got[i].second, want[i].second) <= kF64Reordered);
      }
    }
  }
}

TEST_CASE("conv1d: the outgoing tail may be written over the incoming one") {
  for (const int64_t L : {1, 2, 7}) {
    Context ctx(1);
    const Conv1dProblem p({.L = L, .K = 5}, DType::kF64), q({.L = L, .K = 5}, DType::kF64);
    p.forward(ctx);
    plan_and_run(ctx, [&] { conv1d_forward(ctx, q.in(), q.rows, Direction::kForward, {q.y, q.tail}); });
    CHECK(same_bits(q.y, p.y));
    CHECK(same_bits(q.tail, p.tail_out));
  }
}

}  // namespace undula::test
