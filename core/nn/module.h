#pragma once
#include <string_view>

#include "core/nn/param_store.h"
#include "core/nn/states.h"
#include "core/ops/rows.h"

namespace undula {

/// A layer on (B, L, C) blocks: one function `(x, state_in) -> (y, state_out)`, cut as the caller likes.
///
/// forward: writes y, which the caller allocated; while `ctx.saving()` it pushes on `ctx.saves()` what backward needs.
/// backward: pops it in mirrored order, writes dx (absent: not wanted) and adds to parameter gradients.
/// A step is a forward with L = 1; a row of length 0 passes its state through. Without saving, the states may be moved
/// on in place: flow.out may be flow.in. Modules know no schedule.
class Module {
 public:
  virtual ~Module() = default;

  /// Adds parameters and state slots; called once, before anything else. `scope` ends in '.' or is empty.
  virtual void declare(ParamStore& params, StateLayout& states, std::string_view scope) = 0;
  virtual void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) = 0;
  virtual void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) = 0;
  /// False for a module that needs the whole row before it can write its first position.
  virtual bool causal() const { return true; }
};

}  // namespace undula
