#include "tests/support/s4d_case.h"

#include "tests/support/gradient_check.h"

namespace undula::test {

std::string S4dCase::text() const {
  std::string text = "B " + std::to_string(B) + " L " + std::to_string(L) + " E " + std::to_string(E) + " M " +
                     std::to_string(M) + (initial_state ? " h0" : "") +
                     (direction == Direction::kReverse ? " reverse" : "") + (resets.empty() ? "" : " packed") +
                     " padding " + std::to_string(padding) + " offset " + std::to_string(offset) + " lengths";
  for (const int64_t length : lengths) text += " " + std::to_string(length);
  return text;
}

S4dProblem::S4dProblem(const S4dCase& c, DType dtype) : shape(c) {
  const Shape wide{c.B, c.L, c.E}, state{c.B, 2 * c.M, c.E}, pairs{c.E, c.M};
  const DType carried = state_type(dtype);
  const auto block = [&](const char* name) { return Tensor::uniform(wide, dtype, name).spread(c.padding, c.offset); };
  lengths = lengths_of(c.lengths, c.B);
  resets = resets_of(c.resets, c.B, c.L);
  rows.lengths = lengths;
  rows.resets = resets;
  u = block("u");
  log_A_real = Tensor::uniform(pairs, carried, "log_A_real", -2, 1);
  A_imag = Tensor::uniform(pairs, carried, "A_imag", -c.fastest / 3, c.fastest);
  C = Tensor::uniform({c.E, c.M, 2}, carried, "C");
  log_dt = Tensor::uniform({c.E}, carried, "log_dt", -6, -2);
  D = Tensor::uniform({c.E}, carried, "D");
  if (c.initial_state) h0 = Tensor::uniform(state, carried, "h0");
  y = block("y");
  hL = Tensor(state, carried);
  states = Tensor(s4d_states_shape(c.B, c.L, c.E, c.M), carried);
  dy = block("dy");
  dhL = Tensor::uniform(state, carried, "dhL");
  du = block("du");
  if (c.initial_state) dh0 = Tensor(state, carried);
  dlog_A_real = Tensor(pairs, carried);
  dA_imag = Tensor(pairs, carried);
  dC = Tensor({c.E, c.M, 2}, carried);
  dlog_dt = Tensor({c.E}, carried);
  dD = Tensor({c.E}, carried);
}

void S4dProblem::forward(Context& ctx) const {
  plan_and_run(ctx, [&] { s4d_scan_forward(ctx, in(), rows, shape.direction, out()); });
}

void S4dProblem::backward(Context& ctx) const {
  for (const Tensor* tensor : {&dlog_A_real, &dA_imag, &dC, &dlog_dt, &dD}) fill_zero(*tensor);
  plan_and_run(ctx, [&] { s4d_scan_backward(ctx, in(), rows, shape.direction, states, grad()); });
}

double S4dProblem::loss() const {
  return weighted_sum(y, dy) + weighted_sum(hL, dhL);
}

std::vector<std::pair<const char*, View>> S4dProblem::results() const {
  std::vector<std::pair<const char*, View>> results = {{"y", y},
                                                       {"hL", hL},
                                                       {"du", du},
                                                       {"dlog_A_real", dlog_A_real},
                                                       {"dA_imag", dA_imag},
                                                       {"dC", dC},
                                                       {"dlog_dt", dlog_dt},
                                                       {"dD", dD},
                                                       {"dh0", dh0}};
  std::erase_if(results, [](const auto& result) { return !result.second.present(); });
  return results;
}

}  // namespace undula::test
