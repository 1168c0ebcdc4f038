#include "core/model/runner.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/model/layer_major.h"

namespace undula {

Runner::Runner(Context& ctx, SequenceModel& model, const RunnerOptions& options)
    : ctx_(ctx), model_(model), options_(options) {
  model.params().move_to(ctx.memory());
  if (options.schedule == Schedule::kWhole) return;
  require(options.schedule != Schedule::kChunkMajor || model.causal(), "runner",
          "the chunk-major schedule needs a causal model");
  require(options.schedule != Schedule::kLayerMajor || model.config().pools.empty(), "runner",
          "the layer-major schedule needs blocks in a row; got a U-Net");
  require(options.chunk > 0 && options.chunk % model.stride() == 0, "runner",
          "chunk length; got " + std::to_string(options.chunk) + ", want a multiple of the stride " +
              std::to_string(model.stride()));
}

void Runner::features_forward(const Piece& piece, const StateFlow& flow, const View& features) {
  if (options_.schedule != Schedule::kLayerMajor)
    return model_.features_forward(ctx_, piece.rows, piece.feature_rows, flow, piece.tokens, features);
  LayerMajor(ctx_, model_, options_.chunk / model_.stride())
      .forward(piece.rows, piece.feature_rows, piece.tokens, features);
}

void Runner::features_backward(const Piece& piece, const StateFlow& flow, const View& dfeatures) {
  if (options_.schedule != Schedule::kLayerMajor)
    return model_.features_backward(ctx_, piece.rows, piece.feature_rows, flow, dfeatures);
  LayerMajor(ctx_, model_, options_.chunk / model_.stride()).backward(piece.rows, piece.feature_rows, dfeatures);
}

int64_t Runner::pieces(const Batch& batch) const {
  const int64_t L = batch.tokens.shape[1];
  return options_.schedule != Schedule::kChunkMajor ? 1
                                                    : std::max<int64_t>((L + options_.chunk - 1) / options_.chunk, 1);
}

Batch Runner::placed(const Batch& batch) {
  if (!ctx_.on_device()) return batch;
  Batch here = batch;
  here.tokens = ctx_.placed(batch.tokens);
  here.rows.records = ctx_.placed(batch.rows.records);
  if (batch.targets.present() && !ctx_.planning()) check_targets(batch.targets, model_.config().n_outputs, "runner");
  here.targets = ctx_.placed(batch.targets);
  here.weights = ctx_.placed(batch.weights);
  return here;
}

Runner::Piece Runner::piece(const Batch& batch, int64_t index) {
  const int64_t B = batch.tokens.shape[0], L = batch.tokens.shape[1], stride = model_.stride();
  const int64_t begin = index * options_.chunk;
  const int64_t end = options_.schedule == Schedule::kChunkMajor ? std::min(begin + options_.chunk, L) : L;
  Piece piece;
  piece.tokens = batch.tokens.slice(1, begin, end);
  piece.first_feature = begin / stride;
  piece.feature_length = model_.feature_length(end - begin);
  piece.rows.records = piece.feature_rows.records = batch.rows.records;
  piece.rows.first_position = batch.rows.first_position + begin;
  piece.feature_rows.first_position = batch.rows.first_position / stride + piece.first_feature;
  if (batch.rows.lengths.present()) {
    piece.rows.lengths = ctx_.scratch({B}, DType::kI32);
    piece.feature_rows.lengths = ctx_.scratch({B}, DType::kI32);
  }
  if (batch.rows.resets.present()) {
    piece.rows.resets = ctx_.placed(batch.rows.resets.slice(1, begin, end));
    piece.feature_rows.resets = ctx_.scratch({B, piece.feature_length}, DType::kU8);
  }
  if (batch.segments.present()) piece.segments = ctx_.scratch(batch.segments.shape, DType::kI32);
  if (!ctx_.planning()) fill_rows(batch, begin, end, piece);
  return piece;
}

void Runner::fill_rows(const Batch& batch, int64_t begin, int64_t end, const Piece& piece) {
  const int64_t B = batch.tokens.shape[0], L = batch.tokens.shape[1], stride = model_.stride();
  const auto put = [](auto& values, DType dtype, const View& to) { copy(View(values.data(), dtype, to.shape), to); };
  if (batch.rows.lengths.present()) {
    check_lengths(batch.rows, B, L, "runner");
    std::vector<int32_t> lengths, feature_lengths;
    for (int64_t b = 0; b < B; ++b) {
      const int64_t length = std::clamp<int64_t>(batch.rows.length(b, L) - begin, 0, end - begin);
      lengths.push_back(static_cast<int32_t>(length));
      feature_lengths.push_back(static_cast<int32_t>(model_.feature_length(length)));
    }
    put(lengths, DType::kI32, piece.rows.lengths);
    put(feature_lengths, DType::kI32, piece.feature_rows.lengths);
  }
  if (batch.rows.resets.present()) {
    std::vector<uint8_t> resets;
    for (int64_t b = 0; b < B; ++b)
      for (int64_t j = 0; j < piece.feature_length; ++j) resets.push_back(batch.rows.reset(b, begin + j * stride));
    put(resets, DType::kU8, piece.feature_rows.resets);
  }
  std::vector<int32_t> segments;
  for (int64_t s = 0; batch.segments.present() && s < batch.segments.shape[0]; ++s) {
    const int32_t* from = batch.segments.as<int32_t>() + 3 * s;
    const auto local = [&](int64_t feature) {
      return static_cast<int32_t>(std::clamp<int64_t>(feature - piece.first_feature, 0, piece.feature_length));
    };
    const int32_t first = local(from[1] / stride);
    segments.insert(segments.end(), {from[0], first, std::max(first, local(model_.feature_length(from[2])))});
  }
  if (batch.segments.present()) put(segments, DType::kI32, piece.segments);
}

void Runner::sweep(const Batch& batch, int64_t count, const std::vector<StateSet>& boundaries,
                   const std::function<void(const Piece&, const View& features)>& consume) {
  ScratchScope scope(ctx_);
  SavingScope unsaved(ctx_, false);
  const int64_t B = batch.tokens.shape[0], last = pieces(batch) - 1;
  // Without boundaries to keep, two sets take turns.
  StateSet turns[2];
  if (boundaries.empty() && last > 0) {
    for (StateSet& set : turns) set = StateSet::scratch(ctx_, model_.states(), B);
  }
  const auto start_of = [&](int64_t i) {
    if (i == 0 || i > last) return StateSet();
    return boundaries.empty() ? turns[i % 2] : boundaries[static_cast<size_t>(i)];
  };
  for (int64_t i = 0; i < count; ++i) {
    ScratchScope piece_scope(ctx_);
    const Piece part = piece(batch, i);
    const View features = ctx_.scratch({B, part.feature_length, model_.feature_width()}, model_.dtype());
    const StateFlow flow{.in = start_of(i), .out = start_of(i + 1), .d_out = {}, .d_in = {}};
    features_forward(part, flow, features);
    if (consume) consume(part, features);
  }
}

PoolState Runner::pool_state(const Batch& batch, Pooling pooling) {
  require(batch.segments.present(), "runner", "pooling needs segments");
  const int64_t S = batch.segments.shape[0], C = model_.feature_width();
  PoolState state{ctx_.scratch({S, C}, model_.dtype()), ctx_.scratch({S}, model_.dtype()), View()};
  if (pooling != Pooling::kMean) state.chosen = ctx_.scratch({S, C}, DType::kI32);
  if (!ctx_.planning()) {
    fill_zero(state.value);
    fill_zero(state.count);
    fill_zero(state.chosen);
  }
  return state;
}

void Runner::pool(const Piece& part, const View& features, const PoolState& state) {
  pool_accumulate(ctx_, model_.config().pooling, features, part.segments, part.first_feature, state);
}

void Runner::class_logits(const PoolState& state, const View& logits) {
  const View pooled = ctx_.activation(state.value.shape, model_.dtype());
  pool_finish(ctx_, model_.config().pooling, state, pooled);
  model_.head_forward(ctx_, pooled, logits);
}

LossSums Runner::class_loss(const Batch& batch, const PoolState& state, double normaliser, const View& class_weights,
                            const View& dpooled) {
  ScratchScope scope(ctx_);
  const View logits = ctx_.scratch({state.value.shape[0], model_.config().n_outputs}, model_.dtype());
  class_logits(state, logits);
  const LossSums sums = cross_entropy_forward(ctx_, logits, batch.targets, class_weights, batch.weights);
  if (dpooled.present()) {
    cross_entropy_backward(ctx_, logits, batch.targets, class_weights, batch.weights, normaliser, logits);
    model_.head_backward(ctx_, logits, dpooled);
  }
  return sums;
}

LossSums Runner::position_loss(const Batch& batch, const Piece& part, const View& features, double normaliser,
                               const View& class_weights, const View& dfeatures) {
  ScratchScope scope(ctx_);
  const auto slice = [&](const View& values) {
    return values.present() ? values.slice(1, part.first_feature, part.first_feature + part.feature_length) : View();
  };
  const View targets = slice(batch.targets), weights = slice(batch.weights);
  const View logits = ctx_.scratch({features.shape[0], features.shape[1], model_.config().n_outputs}, model_.dtype());
  model_.head_forward(ctx_, features, logits);
  const LossSums sums = cross_entropy_forward(ctx_, logits, targets, class_weights, weights);
  if (dfeatures.present()) {
    cross_entropy_backward(ctx_, logits, targets, class_weights, weights, normaliser, logits);
    model_.head_backward(ctx_, logits, dfeatures);
  }
  return sums;
}

LossSums Runner::train(const Batch& given, double normaliser, const View& class_weights) {
  ScratchScope scope(ctx_);
  const Batch batch = placed(given);
  const int64_t B = batch.tokens.shape[0], n = pieces(batch);
  const bool classes = !per_position(model_.config().head);
  const PoolState state = classes ? pool_state(batch, model_.config().pooling) : PoolState();
  const View dpooled = classes ? ctx_.scratch(state.value.shape, model_.dtype()) : View();
  std::vector<StateSet> boundaries;
  StateSet gradients[2];
  if (n > 1) {
    boundaries.resize(static_cast<size_t>(n));
    for (int64_t i = 1; i < n; ++i) boundaries[static_cast<size_t>(i)] = StateSet::scratch(ctx_, model_.states(), B);
    for (StateSet& set : gradients) set = StateSet::scratch(ctx_, model_.states(), B);
    if (classes) {
      sweep(batch, n, boundaries, [&](const Piece& part, const View& features) { pool(part, features, state); });
    } else {
      sweep(batch, n - 1, boundaries, nullptr);
    }
  }

  LossSums sums;
  SavingScope saved(ctx_, true);
  for (int64_t i = n - 1; i >= 0; --i) {
    ScratchScope piece_scope(ctx_);
    const size_t mark = ctx_.arena().saved_mark();
    const Piece part = piece(batch, i);
    const Shape shape{B, part.feature_length, model_.feature_width()};
    StateFlow flow;
    if (i > 0) flow.in = boundaries[static_cast<size_t>(i)];
    const View features = ctx_.activation(shape, model_.dtype());
    features_forward(part, flow, features);
    const View dfeatures = ctx_.scratch(shape, model_.dtype());
    if (classes) {
      if (n == 1) pool(part, features, state);
      if (i == n - 1) sums = class_loss(batch, state, normaliser, class_weights, dpooled);
      pool_backward(ctx_, model_.config().pooling, dpooled, part.segments, part.first_feature, state, dfeatures);
    } else {
      add_sums(sums, position_loss(batch, part, features, normaliser, class_weights, dfeatures));
    }
    if (i < n - 1) flow.d_out = gradients[(i + 1) % 2];
    if (i > 0) flow.d_in = gradients[i % 2];
    features_backward(part, flow, dfeatures);
    ctx_.arena().rewind_saved(mark);
  }
  return sums;
}

LossSums Runner::evaluate(const Batch& given, const View& class_weights) {
  ScratchScope scope(ctx_);
  const Batch batch = placed(given);
  SavingScope unsaved(ctx_, false);
  if (!per_position(model_.config().head)) {
    const PoolState state = pool_state(batch, model_.config().pooling);
    sweep(batch, pieces(batch), {}, [&](const Piece& part, const View& features) { pool(part, features, state); });
    return class_loss(batch, state, 1, class_weights, View());
  }
  LossSums sums;
  sweep(batch, pieces(batch), {}, [&](const Piece& part, const View& features) {
    add_sums(sums, position_loss(batch, part, features, 1, class_weights, View()));
  });
  return sums;
}

void Runner::predict(const Batch& given, const View& wanted) {
  ScratchScope scope(ctx_);
  const Batch batch = placed(given);
  SavingScope unsaved(ctx_, false);
  const View logits = ctx_.receiving(wanted);
  if (!per_position(model_.config().head)) {
    const PoolState state = pool_state(batch, model_.config().pooling);
    sweep(batch, pieces(batch), {}, [&](const Piece& part, const View& features) { pool(part, features, state); });
    class_logits(state, logits);
    return hand_over(logits, wanted);
  }
  sweep(batch, pieces(batch), {}, [&](const Piece& part, const View& features) {
    for (int64_t b = 0; b < features.shape[0]; ++b) {
      const View row = logits.row(b).slice(0, part.first_feature, part.first_feature + part.feature_length);
      model_.head_forward(ctx_, features.row(b), row);
    }
  });
  hand_over(logits, wanted);
}

void Runner::embed(const Batch& given, const View& wanted) {
  ScratchScope scope(ctx_);
  const Batch batch = placed(given);
  SavingScope unsaved(ctx_, false);
  const View means = ctx_.receiving(wanted);
  const PoolState state = pool_state(batch, Pooling::kMean);
  sweep(batch, pieces(batch), {}, [&](const Piece& part, const View& features) {
    pool_accumulate(ctx_, Pooling::kMean, features, part.segments, part.first_feature, state);
  });
  if (model_.strands() == 1) {
    pool_finish(ctx_, Pooling::kMean, state, means);
    return hand_over(means, wanted);
  }
  const int64_t S = means.shape[0], D = means.shape[1];
  const View both = ctx_.scratch({S, 2 * D}, model_.dtype());
  pool_finish(ctx_, Pooling::kMean, state, both);
  fold_strands(ctx_, both.reshape({S, 2, D}), View(), 0.5, means);
  hand_over(means, wanted);
}

void Runner::hand_over(const View& computed, const View& wanted) {
  if (computed.data != wanted.data && !ctx_.planning()) copy(computed, wanted);
}

Batch Runner::plan_batch(const SequenceModel& model, const BatchShape& shape) {
  // Addresses that must not be touched: ops return before they would.
  std::byte* nowhere = reinterpret_cast<std::byte*>(uintptr_t{1} << 45);
  const int64_t B = shape.rows, L = shape.length, S = shape.segments;
  Batch batch;
  batch.tokens = View(nowhere, reads_samples(model.config().stem) ? DType::kF32 : DType::kU8, {B, L});
  batch.rows.lengths = View(nowhere, DType::kI32, {B});
  batch.rows.records = View(nowhere, DType::kI32, {B});
  if (shape.packed) batch.rows.resets = View(nowhere, DType::kU8, {B, L});
  batch.segments = View(nowhere, DType::kI32, {S, 3});
  if (!per_position(model.config().head)) {
    batch.targets = View(nowhere, DType::kI32, {S});
    batch.weights = View(nowhere, model.dtype(), {S});
  } else {
    batch.targets = View(nowhere, DType::kI32, {B, model.feature_length(L)});
    batch.weights = View(nowhere, model.dtype(), {B, model.feature_length(L)});
  }
  return batch;
}

}  // namespace undula
