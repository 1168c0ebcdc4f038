#include "tests/support/scan_case.h"

#include "tests/support/gradient_check.h"

namespace undula::test {

std::string ScanCase::text() const {
  std::string text = "B " + std::to_string(B) + " L " + std::to_string(L) + " E " + std::to_string(E) + " N " +
                     std::to_string(N) + (complex ? " complex" : "") + (gate ? " gated" : "") +
                     (initial_state ? " h0" : "") + (direction == Direction::kReverse ? " reverse" : "") +
                     (resets.empty() ? "" : " packed") + " padding " + std::to_string(padding) + " offset " +
                     std::to_string(offset) + " lengths";
  for (const int64_t length : lengths) text += " " + std::to_string(length);
  return text;
}

ScanProblem::ScanProblem(const ScanCase& c, DType dtype) : shape(c) {
  const Shape wide{c.B, c.L, c.E}, narrow{c.B, c.L, c.N}, state{c.B, c.N, c.E};
  const DType carried = state_type(dtype);
  const auto block = [&](Shape extents, const char* name, double low = -1, double high = 1) {
    return Tensor::uniform(extents, dtype, name, low, high).spread(c.padding, c.offset);
  };
  lengths = lengths_of(c.lengths, c.B);
  resets = resets_of(c.resets, c.B, c.L);
  rows.lengths = lengths;
  rows.resets = resets;
  u = block(wide, "u");
  dt = block(wide, "dt", -3, 1);
  const Shape rates{c.E, c.complex ? c.N / 2 : c.N};
  A_log = Tensor::uniform(rates, carried, "A_log", -1, 2.5);
  if (c.complex) A_imag = Tensor::uniform(rates, carried, "A_imag", -3, 9);
  B = block(narrow, "B");
  C = block(narrow, "C");
  D = Tensor::uniform({c.E}, carried, "D");
  dt_bias = Tensor::uniform({c.E}, carried, "dt_bias");
  if (c.gate) z = block(wide, "z", -3, 3);
  if (c.initial_state) h0 = Tensor::uniform(state, carried, "h0");
  y = block(wide, "y");
  hL = Tensor(state, carried);
  chunk_states = Tensor(scan_chunk_states_shape(c.B, c.L, c.E, c.N), carried);
  dy = block(wide, "dy");
  dhL = Tensor::uniform(state, carried, "dhL");
  du = block(wide, "du");
  ddt = block(wide, "ddt");
  dB = block(narrow, "dB");
  dC = block(narrow, "dC");
  if (c.gate) dz = block(wide, "dz");
  if (c.initial_state) dh0 = Tensor(state, carried);
  dA_log = Tensor(rates, carried);
  if (c.complex) dA_imag = Tensor(rates, carried);
  dD = Tensor({c.E}, carried);
  ddt_bias = Tensor({c.E}, carried);
}

void ScanProblem::forward(Context& ctx) const {
  plan_and_run(ctx, [&] { selective_scan_forward(ctx, in(), rows, shape.direction, out()); });
}

void ScanProblem::backward(Context& ctx) const {
  for (const View& view : {dA_log.view(), dA_imag.view(), dD.view(), ddt_bias.view()}) {
    if (view.present()) fill_zero(view);
  }
  plan_and_run(ctx, [&] { selective_scan_backward(ctx, in(), rows, shape.direction, chunk_states, grad()); });
}

double ScanProblem::loss() const {
  return weighted_sum(y, dy) + weighted_sum(hL, dhL);
}

std::vector<std::pair<const char*, View>> ScanProblem::results() const {
  std::vector<std::pair<const char*, View>> results = {
      {"y", y},   {"hL", hL},         {"du", du}, {"ddt", ddt},           {"dB", dB},   {"dC", dC},
      {"dz", dz}, {"dA_log", dA_log}, {"dD", dD}, {"ddt_bias", ddt_bias}, {"dh0", dh0}, {"dA_imag", dA_imag}};
  std::erase_if(results, [](const auto& result) { return !result.second.present(); });
  return results;
}

}  // namespace undula::test
