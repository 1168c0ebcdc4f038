#include "core/model/model_stream.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

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

ModelStream::ModelStream(Context& ctx, SequenceModel& model, int64_t rows) : ctx_(ctx), model_(model), rows_(rows) {
  if (!model.causal() || !per_position(model.config().head) || model.stride() != 1)
    throw Error(ErrorKind::kUsage,
                "the model cannot be run piece by piece: it is not causal, or its head waits for the "
                "end of a record");
  const auto bytes = static_cast<int64_t>(StateSet::bytes(model.states(), rows));
  memory_ = Buffer::of({bytes}, DType::kU8, ctx.memory());
  flow_.in = flow_.out = StateSet::bind(model.states(), rows, memory_.view({bytes}, DType::kU8));
  restart();
}

void ModelStream::next(const View& tokens, const View& lengths, const View& logits) {
  if (!(tokens.shape.rank() == 2 && tokens.shape[0] == rows_))
    require(false, "stream", "tokens; got " + tokens.shape.text() + ", want " + std::to_string(rows_) + " rows");
  const Rows rows{.lengths = lengths, .resets = {}, .records = {}, .first_position = position_};
  run(ctx_, model_, rows, flow_, tokens, logits);
  position_ += tokens.shape[1];
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
    const std::byte* bytes = state.data;
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
      const std::vector<int32_t> values = file.values<int32_t>(name, extents(state));
      const auto possible = [](int32_t value) { return value >= -1 && value < 65536; };
      if (!std::all_of(values.begin(), values.end(), possible)) reject(name);
      std::copy(values.begin(), values.end(), state.as<int32_t>());
    } else {
      const std::vector<float> values = file.values<float>(name, extents(state));
      if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) reject(name);
      std::copy(values.begin(), values.end(), state.as<float>());
    }
  }
  position_ = file.values<int64_t>("state.position", {1}).front();
  if (position_ < 0) reject("state.position");
}

void ModelStream::plan(Context& ctx, SequenceModel& model, int64_t rows, int64_t length) {
  // Addresses that must not be touched: ops return before they would.
  DeviceMemory* memory = ctx.memory().get();
  std::byte* nowhere = reinterpret_cast<std::byte*>(uintptr_t{1} << 45);
  const StateSet states = StateSet::bind(model.states(), rows, View(nowhere, DType::kU8, {1}, memory));
  const Rows counted{
      .lengths = View(nowhere, DType::kI32, {rows}, memory), .resets = {}, .records = {}, .first_position = 0};
  run(ctx, model, counted, {.in = states, .out = states, .d_out = {}, .d_in = {}},
      View(nowhere, DType::kU8, {rows, length}, memory),
      View(nowhere, model.dtype(), {rows, length, model.config().n_outputs}, memory));
}

}  // namespace undula
