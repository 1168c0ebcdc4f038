#include "core/model/layer_major.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/ops/add.h"

namespace undula {
namespace {

/// Positions [begin, begin + length) of whole rows, side by side in scratch.
View load(Context& ctx, const View& whole, int64_t begin, int64_t end) {
  const View chunk = ctx.scratch({whole.shape[0], end - begin, whole.shape[2]}, whole.dtype);
  if (!ctx.planning()) copy(whole.slice(1, begin, end), chunk);
  return chunk;
}

/// The first pass of a block writes its share, later ones add theirs.
void put(Context& ctx, const View& chunk, int pass, const View& whole, int64_t begin) {
  if (ctx.planning()) return;
  const View to = whole.slice(1, begin, begin + chunk.shape[1]);
  if (pass == 0) return copy(chunk, to);
  for (int64_t row = 0; row < to.shape[0]; ++row) add(ctx, to.row(row), chunk.row(row), to.row(row));
}

}  // namespace

LayerMajor::Edges LayerMajor::edges(const View& memory, int64_t stack_rows, int64_t length) const {
  Edges edges(static_cast<size_t>(chunks(length)) + 1);
  const auto bytes = static_cast<int64_t>(StateSet::bytes(model_.states(), stack_rows));
  for (size_t i = 1; i + 1 < edges.size(); ++i) {
    const auto at = static_cast<int64_t>(i - 1) * bytes;
    edges[i] = StateSet::bind(model_.states(), stack_rows, memory.slice(0, at, at + bytes));
  }
  return edges;
}

LayerMajor::Edges LayerMajor::turns(int64_t stack_rows, int64_t length) {
  Edges edges(static_cast<size_t>(chunks(length)) + 1);
  StateSet sets[2];
  if (edges.size() > 2)
    for (StateSet& set : sets) set = StateSet::scratch(ctx_, model_.states(), stack_rows);
  for (size_t i = 1; i + 1 < edges.size(); ++i) edges[i] = sets[i % 2];
  return edges;
}

Rows LayerMajor::chunk_rows(const Rows& rows, int64_t stack_rows, int64_t begin, int64_t end) {
  Rows part;
  part.records = rows.records;
  part.first_position = rows.first_position + begin;
  if (rows.resets.present()) part.resets = rows.resets.slice(1, begin, end);
  if (!rows.lengths.present()) return part;
  part.lengths = ctx_.scratch({stack_rows}, DType::kI32);
  clip_lengths(ctx_, rows.lengths, begin, end, part.lengths);
  return part;
}

void LayerMajor::exchange(const Rows& rows, const View& x) {
  if (model_.config().strands == Strands::kPsExchange) exchange_strands(ctx_, x, rows, x);
}

void LayerMajor::sweep_forward(const Sweep& sweep, const View& x, const View& y) {
  SavingScope unsaved(ctx_, false);
  const int64_t length = x.shape[1], n = chunks(length);
  for (int64_t step = 0; step < n; ++step) {
    ScratchScope scope(ctx_);
    const int64_t i = sweep.pass == 0 ? step : n - 1 - step;
    const int64_t begin = i * chunk_, end = std::min(begin + chunk_, length);
    const StateSet &before = sweep.edges[static_cast<size_t>(i)], &after = sweep.edges[static_cast<size_t>(i) + 1];
    StateFlow flow;
    flow.in = sweep.pass == 0 ? before : after;
    flow.out = sweep.pass == 0 ? after : before;
    flow.pass = sweep.pass;
    const Rows rows = chunk_rows(sweep.rows, x.shape[0], begin, end);
    const View from = load(ctx_, x, begin, end), to = ctx_.scratch(from.shape, from.dtype);
    sweep.block.forward(ctx_, rows, flow, from, to);
    put(ctx_, to, sweep.pass, y, begin);
  }
}

void LayerMajor::sweep_backward(const Sweep& sweep, const Edges& gradients, const View& x, const View& dy,
                                const View& dx) {
  SavingScope saved(ctx_, true);
  const int64_t length = x.shape[1], n = chunks(length);
  for (int64_t step = 0; step < n; ++step) {
    ScratchScope scope(ctx_);
    const auto i = static_cast<size_t>(sweep.pass == 0 ? n - 1 - step : step);
    const int64_t begin = static_cast<int64_t>(i) * chunk_, end = std::min(begin + chunk_, length);
    StateFlow flow;
    flow.in = sweep.edges[sweep.pass == 0 ? i : i + 1];
    flow.d_in = gradients[sweep.pass == 0 ? i : i + 1];
    flow.d_out = gradients[sweep.pass == 0 ? i + 1 : i];
    flow.pass = sweep.pass;
    const Rows rows = chunk_rows(sweep.rows, x.shape[0], begin, end);
    const View from = load(ctx_, x, begin, end), dto = load(ctx_, dy, begin, end);
    const View other = ctx_.scratch(from.shape, from.dtype);  // the output, then the input's gradient
    sweep.block.forward(ctx_, rows, flow, from, other);
    sweep.block.backward(ctx_, rows, flow, dto, other);
    put(ctx_, other, sweep.pass, dx, begin);
  }
}

void LayerMajor::forward(const Rows& rows, const Rows& feature_rows, const View& tokens, const View& features) {
  ForwardFrame frame(ctx_, "layer_major");
  require(!rows.resets.present() || passes() == 1, "layer_major", "rows of packed records");
  const int64_t R = model_.strands() * features.shape[0], length = features.shape[1];
  const Shape shape{R, length, model_.config().d_model};
  const Rows stack = model_.stack_rows(ctx_, feature_rows, features.shape[0], length);
  View kept;
  if (ctx_.saving()) {
    const size_t bytes = StateSet::bytes(model_.states(), R) * static_cast<size_t>(chunks(length) - 1);
    kept = ctx_.activation({static_cast<int64_t>(bytes)}, DType::kU8);
  }
  const Edges states = ctx_.saving() ? edges(kept, R, length) : turns(R, length);
  View x = ctx_.activation(shape, model_.dtype()), spare;
  model_.embed_forward(ctx_, rows, {}, tokens, x);
  for (int64_t layer = 0; layer < model_.layers(); ++layer) {
    View y = ctx_.saving() || !spare.present() ? ctx_.activation(shape, model_.dtype()) : spare;
    exchange(stack, x);
    for (int pass = 0; pass < passes(); ++pass) sweep_forward({model_.layer(layer), pass, stack, states}, x, y);
    if (ctx_.saving()) ctx_.saves().push(x, "layer_major.x");
    spare = x;
    x = y;
  }
  if (ctx_.saving()) ctx_.saves().push(kept, "layer_major.edges");
  model_.finish_forward(ctx_, stack, x, features);
}

void LayerMajor::backward(const Rows& rows, const Rows& feature_rows, const View& dfeatures) {
  BackwardFrame frame(ctx_, "layer_major");
  const int64_t R = model_.strands() * dfeatures.shape[0], length = dfeatures.shape[1];
  const Shape shape{R, length, model_.config().d_model};
  const Rows stack = model_.stack_rows(ctx_, feature_rows, dfeatures.shape[0], length);
  View dy = ctx_.scratch(shape, model_.dtype()), dx = ctx_.scratch(shape, model_.dtype());
  model_.finish_backward(ctx_, stack, dfeatures, dy);
  const Edges states = edges(ctx_.saves().pop("layer_major.edges"), R, length), gradients = turns(R, length);
  for (int64_t layer = model_.layers(); layer-- > 0;) {
    const View x = ctx_.saves().pop("layer_major.x");
    for (int pass = 0; pass < passes(); ++pass) {
      sweep_backward({model_.layer(layer), pass, stack, states}, gradients, x, dy, dx);
    }
    exchange(stack, dx);
    std::swap(dx, dy);
  }
  model_.embed_backward(ctx_, rows, {}, dy);
  frame.close();
}

}  // namespace undula
