#pragma once
#include <memory>

#include "core/nn/module.h"
#include "tests/support/tensor.h"

namespace undula::test {

/// A module with parameters and states of its own, run as the engine runs it: planned once, then for real. What it is
/// given and what it gives lie on the host, wherever it computes.
class ModuleHarness {
 public:
  ModuleHarness(std::unique_ptr<Module> module, DType dtype, const Compute& compute = 2);

  struct Result {
    Tensor y, dx;
    Buffer state_memory, gradient_memory;
    StateSet states_out, d_states_in;
  };
  /// y (B, output_length, width) of x. `states_in` may be absent; with `dy` also runs backward, adding to parameter
  /// gradients.
  Result run(const View& x, const Shape& y_shape, const Rows& rows = {}, const StateSet& states_in = {},
             const View& dy = {}, const StateSet& d_states_out = {}, bool wants_dx = true);

  /// A state set over `memory`, drawn at random (token slots: -1).
  StateSet random_states(int64_t batch, const std::string& name, Buffer& memory) const;

  /// The gradient of a parameter, on the host.
  Tensor gradient(const Param& param) const;

  ParamStore params;
  StateLayout layout;
  std::unique_ptr<Module> module;
  Context ctx;

 private:
  /// The states where the module computes, with their values, or of memory for them.
  StateSet placed(const StateSet& host, int64_t batch);
  StateSet receiving(const StateSet& wanted, int64_t batch);
  void hand_over(const StateSet& computed, const StateSet& wanted) const;
};

}  // namespace undula::test
