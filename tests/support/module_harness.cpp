#include "tests/support/module_harness.h"

namespace undula::test {

ModuleHarness::ModuleHarness(std::unique_ptr<Module> m, DType dtype, int threads)
    : layout(dtype), module(std::move(m)), ctx(threads) {
  module->declare(params, layout, "");
  params.allocate(dtype, true);
  params.initialise(RandomKey(7));
}

ModuleHarness::Result ModuleHarness::run(const View& x, const Shape& y_shape, const Rows& rows,
                                         const StateSet& states_in, const View& dy, const StateSet& d_states_out,
                                         bool wants_dx) {
  Result result;
  const int64_t B = x.shape[0];
  result.y = Tensor(y_shape, params.dtype());
  if (wants_dx) result.dx = Tensor(x.shape, params.dtype());
  const auto bytes = static_cast<int64_t>(StateSet::bytes(layout, B) + 64);
  result.state_memory = Buffer::of({bytes}, DType::kU8);
  result.gradient_memory = Buffer::of({bytes}, DType::kU8);
  StateFlow flow;
  flow.in = states_in;
  flow.out = result.states_out = StateSet::bind(layout, B, result.state_memory.view({bytes}, DType::kU8));
  flow.d_out = d_states_out;
  if (states_in.present()) flow.d_in = result.d_states_in = StateSet::bind(layout, B, result.gradient_memory.view({bytes}, DType::kU8));
  plan_and_run(ctx, [&] {
    SavingScope saving(ctx, dy.present());
    module->forward(ctx, rows, flow, x, result.y);
    if (dy.present()) module->backward(ctx, rows, flow, dy, result.dx);
  });
  return result;
}

StateSet ModuleHarness::random_states(int64_t batch, const std::string& name, Buffer& memory) const {
  const auto bytes = static_cast<int64_t>(StateSet::bytes(layout, batch) + 64);
  memory = Buffer::of({bytes}, DType::kU8);
  StateSet set = StateSet::bind(layout, batch, memory.view({bytes}, DType::kU8));
  set.reset(layout);
  for (size_t i = 0; i < layout.slots().size(); ++i) {
    const View& view = set[static_cast<int>(i)];
    if (view.dtype == DType::kI32) continue;
    const Tensor values = Tensor::uniform(view.shape, view.dtype, name + layout.slots()[i].name);
    copy(values, view);
  }
  return set;
}

}  // namespace undula::test
