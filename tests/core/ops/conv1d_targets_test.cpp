#include "tests/support/catch.h"
#include "tests/support/conv1d_case.h"
#include "tests/support/problem_checks.h"
#include "tests/support/tolerances.h"

// The fp32 convolution of every instruction set against the float64 reference, from one list of cases; and that the
// bits of a row are its own.
namespace undula::test {
namespace {

constexpr auto kForward = Direction::kForward, kReverse = Direction::kReverse;

/// Those that differ for kernels: lengths around runs (32), widths around four, any number of taps.
std::vector<Conv1dCase> device_cases() {
  std::vector<Conv1dCase> list;
  for (const int64_t L : {1, 3, 33}) list.push_back({.B = 1, .L = L, .E = 17});
  for (const int64_t K : {1, 3, 9}) list.push_back({.B = 1, .L = 70, .E = 7, .K = K});
  list.push_back({.B = 4, .L = 65, .E = 17, .lengths = {65, 33, 0, 2}, .padding = 3, .offset = 1});
  list.push_back({.B = 4, .L = 65, .E = 8, .direction = kReverse, .lengths = {1, 0, 3, 64}, .padding = 8});
  list.push_back({.B = 2, .L = 40, .E = 20, .tail = false});
  for (const Direction direction : {kForward, kReverse}) {
    for (const int64_t K : {4, 5}) {
      list.push_back({.B = 2,
                      .L = 100,
                      .E = 20,
                      .K = K,
                      .direction = direction,
                      .lengths = {100, 70},
                      .resets = {{0, 0}, {0, 1}, {0, 31}, {0, 34}, {0, 99}, {1, 5}, {1, 6}, {1, 69}}});
    }
  }
  return list;
}

/// Lengths around segment borders (128), widths around vectors (16).
std::vector<Conv1dCase> cases() {
  std::vector<Conv1dCase> list;
  for (const int64_t L : {1, 2, 3, 127, 128, 129, 258}) list.push_back({.B = 1, .L = L, .E = 17});
  for (const int64_t E : {1, 7, 16, 40}) list.push_back({.B = 1, .L = 33, .E = E, .direction = kReverse});
  for (const int64_t K : {1, 2, 3, 5, 9}) list.push_back({.B = 1, .L = 130, .E = 7, .K = K});
  list.push_back({.B = 4, .L = 130, .E = 17, .lengths = {130, 65, 0, 2}, .padding = 3, .offset = 1});
  list.push_back({.B = 4, .L = 130, .E = 8, .K = 5, .direction = kReverse, .lengths = {1, 0, 3, 129}, .padding = 8});
  list.push_back({.B = 2, .L = 65, .E = 20, .tail = false});
  for (const Direction direction : {kForward, kReverse}) {
    list.push_back({.B = 2,
                    .L = 260,
                    .E = 20,
                    .K = 4,
                    .direction = direction,
                    .lengths = {260, 200},
                    .resets = {{0, 0}, {0, 1}, {0, 127}, {0, 130}, {0, 259}, {1, 5}, {1, 6}, {1, 199}},
                    .offset = 3});
  }
  return list;
}

}  // namespace

TEST_CASE("conv1d: fp32 on every target agrees with the float64 reference") {
  check_every_target<Conv1dProblem>(cases(), {kConv1dForwardF32, kConv1dBackwardF32});
}

TEST_CASE("conv1d: kernels agree with the float64 reference") {
  check_every_device<Conv1dProblem>(device_cases());
}

TEST_CASE("conv1d: bits depend neither on threads nor on the rest of the batch") {
  Context single(1), several(3);
  for (const Direction direction : {kForward, kReverse}) {
    const Conv1dCase c{.B = 3, .L = 300, .E = 21, .direction = direction, .lengths = {300, 7, 200}};
    const Conv1dProblem one(c, DType::kF32), three(c, DType::kF32);
    one.forward(single);
    one.backward(single);
    three.forward(several);
    three.backward(several);
    check_same_bits(one, three);

    const Conv1dProblem alone({.B = 1, .L = 200, .E = 21, .direction = direction}, DType::kF32);
    const auto part = [](const View& view) { return view.slice(0, 2, 3).slice(1, 0, 200); };
    const Conv1dIn in{part(one.x), one.w, one.bias, one.tail.view().slice(0, 2, 3)};
    Conv1dGrad grad = alone.grad();
    grad.dy = part(one.dy);
    grad.dtail_out = one.dtail_out.view().slice(0, 2, 3);
    plan_and_run(single, [&] { conv1d_forward(single, in, Rows(), direction, alone.out()); });
    plan_and_run(single, [&] { conv1d_backward(single, in, Rows(), direction, grad); });
    CHECK(same_bits(alone.y, part(one.y)));
    CHECK(same_bits(alone.dx, part(one.dx)));
    CHECK(same_bits(alone.tail_out, one.tail_out.view().slice(0, 2, 3)));
    CHECK(same_bits(alone.dtail, one.dtail.view().slice(0, 2, 3)));
  }
}

}  // namespace undula::test
