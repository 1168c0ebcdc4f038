#include "tests/support/conv1d_case.h"

#include "tests/support/gradient_check.h"

namespace undula::test {

std::string Conv1dCase::text() const {
  std::string text = "B " + std::to_string(B) + " L " + std::to_string(L) + " E " + std::to_string(E) + " K " +
                     std::to_string(K) + (tail ? " tail" : "") + (direction == Direction::kReverse ? " reverse" : "") +
                     (resets.empty() ? "" : " packed") + " padding " + std::to_string(padding) + " offset " +
                     std::to_string(offset) + " lengths";
  for (const int64_t length : lengths) text += " " + std::to_string(length);
  return text;
}

Conv1dProblem::Conv1dProblem(const Conv1dCase& c, DType dtype) : shape(c) {
  const auto block = [&](const char* name) {
    return Tensor::uniform({c.B, c.L, c.E}, dtype, name).spread(c.padding, c.offset);
  };
  const Shape tail_shape{c.B, c.K - 1, c.E};
  const DType carried = state_type(dtype);
  lengths = lengths_of(c.lengths, c.B);
  resets = resets_of(c.resets, c.B, c.L);
  rows.lengths = lengths;
  rows.resets = resets;
  x = block("x");
  w = Tensor::uniform({c.E, c.K}, carried, "w");
  bias = Tensor::uniform({c.E}, carried, "bias");
  y = block("y");
  dy = block("dy");
  dx = block("dx");
  dw = Tensor({c.E, c.K}, carried);
  dbias = Tensor({c.E}, carried);
  tail_out = Tensor(tail_shape, carried);
  dtail_out = Tensor::uniform(tail_shape, carried, "dtail_out");
  if (!c.tail) return;
  tail = Tensor::uniform(tail_shape, carried, "tail");
  dtail = Tensor(tail_shape, carried);
}

void Conv1dProblem::forward(Context& ctx) const {
  plan_and_run(ctx, [&] { conv1d_forward(ctx, in(), rows, shape.direction, out()); });
}

void Conv1dProblem::backward(Context& ctx) const {
  fill_zero(dw);
  fill_zero(dbias);
  plan_and_run(ctx, [&] { conv1d_backward(ctx, in(), rows, shape.direction, grad()); });
}

double Conv1dProblem::loss() const {
  return weighted_sum(y, dy) + weighted_sum(tail_out, dtail_out);
}

std::vector<std::pair<const char*, View>> Conv1dProblem::results() const {
  std::vector<std::pair<const char*, View>> results = {{"y", y},   {"tail", tail_out}, {"dx", dx},
                                                       {"dw", dw}, {"dbias", dbias},   {"dtail", dtail}};
  std::erase_if(results, [](const auto& result) { return !result.second.present(); });
  return results;
}

}  // namespace undula::test
