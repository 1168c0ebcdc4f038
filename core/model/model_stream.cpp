#include "core/model/model_stream.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/cuda/backend.h"

namespace undula {
namespace {

/// All views are where the context computes.
void run(Context& ctx, SequenceModel& model, const Rows& rows, const StateFlow& flow, const View& tokens,
         const View& logits) {
  ScratchScope scope(ctx);
  SavingScope unsaved(ctx, false);
  const View features = ctx.scratch({tokens.shape[0], tokens.shape[1], model.config().d_model}, model.dtype());
  model.features_forward(ctx, rows, rows, flow, tokens, features);
  model.head_forward(ctx, features, logits);
}

std::vector<int64_t> extents(const View& view) {
  std::vector<int64_t> extents;
  for (int axis = 0; axis < view.shape.rank(); ++axis) extents.push_back(view.shape[axis]);
  return extents;
}

[[noreturn]] void reject(const std::string& name) {
  throw Error(ErrorKind::kBadInput, "the state '" + name + "' holds a value that cannot be");
}

}  // namespace

ModelStream::~ModelStream() = default;
ModelStream::ModelStream(ModelStream&&) noexcept = default;

ModelStream::ModelStream(Context& ctx, SequenceModel& model, int64_t rows) : ctx_(ctx), model_(model), rows_(rows) {
  if (!model.causal() || !per_position(model.config().head) || model.stride() != 1)
    throw Error(ErrorKind::kUsage,
                "the model cannot be run piece by piece: it is not causal, or its head waits for the "
                "end of a record");
  model.params().move_to(ctx.memory());
  const auto bytes = static_cast<int64_t>(StateSet::bytes(model.states(), rows));
  memory_ = Buffer::of({bytes}, DType::kU8, ctx.memory());
  flow_.in = flow_.out = StateSet::bind(model.states(), rows, memory_.view({bytes}, DType::kU8));
  restart();
}

void ModelStream::next(const View& tokens, const View& lengths, const View& logits) {
  if (!(tokens.shape.rank() == 2 && tokens.shape[0] == rows_))
    require(false, "stream", "tokens; got " + tokens.shape.text() + ", want " + std::to_string(rows_) + " rows");
  ScratchScope scope(ctx_);
  const View here = ctx_.placed(tokens), result = ctx_.receiving(logits);
  const Rows rows{.lengths = ctx_.placed(lengths), .resets = {}, .records = {}, .first_position = position_};
  if (ctx_.on_device() && tokens.shape[1] == 1 && !lengths.present()) {
    step(rows, here, result);
  } else {
    run(ctx_, model_, rows, flow_, here, result);
  }
  if (result.data != logits.data) copy(result, logits);
  position_ += tokens.shape[1];
}

void ModelStream::step(const Rows& rows, const View& tokens, const View& logits) {
  // The first step makes what is kept from step to step, such as narrowed weights; the second is recorded. Nothing that
  // is computed without dropout depends on the position.
  if (tokens.data == recorded_at_) {
    if (!graph_) graph_ = capture(ctx_.device(), [&] { run(ctx_, model_, rows, flow_, tokens, logits); });
    return ctx_.device().replay(*graph_);
  }
  graph_.reset();
  recorded_at_ = tokens.data;
  run(ctx_, model_, rows, flow_, tokens, logits);
}

void ModelStream::restart() {
  flow_.in.reset(model_.states());
  position_ = 0;
}

void ModelStream::save(TensorFile& file) const {
  require(model_.dtype() == DType::kF32, "stream", "states of fp32 models only");
  const auto& slots = model_.states().slots();
  for (size_t i = 0; i < slots.size(); ++i) {
    const View& state = flow_.in[static_cast<int>(i)];
    const TensorType type = slots[i].dtype == DType::kI32 ? TensorType::kI32 : TensorType::kF32;
    Buffer keep;
    const std::byte* bytes = on_host(state, keep).data;
    file.refer({"state." + slots[i].name, type, extents(state), file.keep({bytes, bytes + state.bytes()})});
  }
  file.add<int64_t>("state.position", {1}, std::vector<int64_t>{position_});
}

void ModelStream::load(const TensorFile& file) {
  require(model_.dtype() == DType::kF32, "stream", "states of fp32 models only");
  const auto& slots = model_.states().slots();
  for (size_t i = 0; i < slots.size(); ++i) {
    const View& state = flow_.in[static_cast<int>(i)];
    const std::string name = "state." + slots[i].name;
    if (slots[i].dtype == DType::kI32) {
      std::vector<int32_t> values = file.values<int32_t>(name, extents(state));
      const auto possible = [](int32_t value) { return value >= -1 && value < 65536; };
      if (!std::all_of(values.begin(), values.end(), possible)) reject(name);
      copy(View(values.data(), DType::kI32, state.shape), state);
    } else {
      std::vector<float> values = file.values<float>(name, extents(state));
      if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) reject(name);
      copy(View(values.data(), DType::kF32, state.shape), state);
    }
  }
  position_ = file.values<int64_t>("state.position", {1}).front();
  if (position_ < 0) reject("state.position");
}

void ModelStream::plan(Context& ctx, SequenceModel& model, int64_t rows, int64_t length) {
  // Addresses that must not be touched: ops return before they would.
  std::byte* nowhere = reinterpret_cast<std::byte*>(uintptr_t{1} << 45);
  ScratchScope scope(ctx);
  const StateSet states = StateSet::bind(model.states(), rows, View(nowhere, DType::kU8, {1}, ctx.memory().get()));
  const View tokens(nowhere, DType::kU8, {rows, length}), lengths(nowhere, DType::kI32, {rows});
  const View logits(nowhere, model.dtype(), {rows, length, model.config().n_outputs});
  const View here = ctx.placed(tokens), result = ctx.receiving(logits);
  const Rows counted{.lengths = ctx.placed(lengths), .resets = {}, .records = {}, .first_position = 0};
  run(ctx, model, counted, {.in = states, .out = states, .d_out = {}, .d_in = {}}, here, result);
}

}  // namespace undula
