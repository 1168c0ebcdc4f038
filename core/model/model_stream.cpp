#include "core/model/model_stream.h"

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

}  // namespace

ModelStream::ModelStream(Context& ctx, SequenceModel& model, int64_t rows) : ctx_(ctx), model_(model), rows_(rows) {
  if (!model.causal() || !per_position(model.config().head) || model.stride() != 1)
    throw Error(ErrorKind::kUsage,
                "the model cannot be run piece by piece: it is not causal, or its head waits for the "
                "end of a record");
  const size_t bytes = StateSet::bytes(model.states(), rows);
  for (int i = 0; i < 2; ++i) {
    memory_[i] = Buffer(bytes);
    flows_[i].in = flows_[1 - i].out = StateSet::bind(model.states(), rows, memory_[i].data());
  }
  restart();
}

void ModelStream::next(const View& tokens, const View& lengths, const View& logits) {
  if (!(tokens.shape.rank() == 2 && tokens.shape[0] == rows_))
    require(false, "stream", "tokens; got " + tokens.shape.text() + ", want " + std::to_string(rows_) + " rows");
  const Rows rows{.lengths = lengths, .resets = {}, .records = {}, .first_position = position_};
  run(ctx_, model_, rows, flows_[turn_], tokens, logits);
  turn_ = 1 - turn_;
  position_ += tokens.shape[1];
}

void ModelStream::restart() {
  flows_[turn_].in.reset(model_.states());
  position_ = 0;
}

void ModelStream::plan(Context& ctx, SequenceModel& model, int64_t rows, int64_t length) {
  // Addresses that must not be touched: ops return before they would.
  std::byte* nowhere = reinterpret_cast<std::byte*>(uintptr_t{1} << 45);
  const StateSet states = StateSet::bind(model.states(), rows, nowhere);
  const Rows counted{.lengths = View(nowhere, DType::kI32, {rows}), .resets = {}, .records = {}, .first_position = 0};
  run(ctx, model, counted, {.in = states, .out = states, .d_out = {}, .d_in = {}},
      View(nowhere, DType::kU8, {rows, length}),
      View(nowhere, model.dtype(), {rows, length, model.config().n_outputs}));
}

}  // namespace undula
