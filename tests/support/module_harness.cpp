#include "tests/support/module_harness.h"

namespace undula::test {

ModuleHarness::ModuleHarness(std::unique_ptr<Module> m, DType dtype, const Compute& compute)
    : layout(dtype), module(std::move(m)), ctx(compute) {
  module->declare(params, layout, "");
  params.allocate(dtype, true);
  params.initialise(RandomKey(7));
  params.move_to(ctx.memory());
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
  result.states_out = StateSet::bind(layout, B, result.state_memory.view({bytes}, DType::kU8));
  if (states_in.present())
    result.d_states_in = StateSet::bind(layout, B, result.gradient_memory.view({bytes}, DType::kU8));
  plan_and_run(ctx, [&] {
    ScratchScope scope(ctx);
    SavingScope saving(ctx, dy.present());
    const StateFlow flow{.in = placed(states_in, B),
                         .out = receiving(result.states_out, B),
                         .d_out = placed(d_states_out, B),
                         .d_in = receiving(result.d_states_in, B)};
    const Rows here{.lengths = ctx.placed(rows.lengths),
                    .resets = ctx.placed(rows.resets),
                    .records = ctx.placed(rows.records),
                    .first_position = rows.first_position};
    const View y = ctx.receiving(result.y), dx = ctx.receiving(result.dx);
    module->forward(ctx, here, flow, ctx.placed(x), y);
    if (dy.present()) module->backward(ctx, here, flow, ctx.placed(dy), dx);
    if (ctx.planning() || !ctx.on_device()) return;
    copy(y, result.y);
    hand_over(flow.out, result.states_out);
    if (!dy.present()) return;
    if (wants_dx) copy(dx, result.dx);
    hand_over(flow.d_in, result.d_states_in);
  });
  return result;
}

StateSet ModuleHarness::receiving(const StateSet& wanted, int64_t batch) {
  return ctx.on_device() && wanted.present() ? StateSet::scratch(ctx, layout, batch) : wanted;
}

StateSet ModuleHarness::placed(const StateSet& host, int64_t batch) {
  const StateSet here = receiving(host, batch);
  if (ctx.on_device() && !ctx.planning()) hand_over(host, here);
  return here;
}

void ModuleHarness::hand_over(const StateSet& computed, const StateSet& wanted) const {
  if (!wanted.present()) return;
  for (size_t i = 0; i < layout.slots().size(); ++i) copy(computed[static_cast<int>(i)], wanted[static_cast<int>(i)]);
}

Tensor ModuleHarness::gradient(const Param& param) const {
  Tensor host(param.shape, params.dtype());
  copy(param.grad, host);
  return host;
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
