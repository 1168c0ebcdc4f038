#include "core/model/runner.h"

#include "core/model/model_stream.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

ModelConfig small_config(HeadKind head, StemKind stem, bool bidirectional = false) {
  ModelConfig config;
  config.stem = stem;
  config.kmer = 3;
  config.stride = stem == StemKind::kKmer && head == HeadKind::kClass ? 2 : 1;
  config.conv_width = 3;
  config.bidirectional = bidirectional;
  config.d_model = 5;
  config.n_layer = 2;
  config.d_state = 3;
  config.head = head;
  config.n_outputs = head == HeadKind::kClass ? 3 : 6;
  return config;
}

/// A batch of random tokens with its own memory.
struct Example {
  Example(const ModelConfig& config, DType dtype, const std::vector<int64_t>& row_lengths, int64_t L)
      : tokens(row_lengths.size() * static_cast<size_t>(L)) {
    const auto B = static_cast<int64_t>(row_lengths.size());
    const RandomKey key(5);
    for (size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<uint8_t>(key.below(i, 5));
    batch.tokens = View(tokens.data(), DType::kU8, {B, L});
    lengths = lengths_of(row_lengths, B);
    batch.rows.lengths = lengths;
    const bool classes = config.head == HeadKind::kClass;
    const int64_t n = classes ? B : B * L;
    for (int64_t b = 0; b < B; ++b) {
      const auto length = static_cast<int32_t>(row_lengths[static_cast<size_t>(b)]);
      segments.insert(segments.end(), {static_cast<int32_t>(b), 0, length});
      if (classes) targets.push_back(static_cast<int32_t>(b % config.n_outputs));
      for (int32_t t = 0; t < L && !classes; ++t) {
        targets.push_back(t + 1 < length ? tokens[static_cast<size_t>(b * L + t + 1)] : -1);
      }
    }
    const Shape shape = classes ? Shape{B} : Shape{B, L};
    weights = Tensor::uniform(shape, dtype, "weights", 0.5, 1.5);
    if (classes) batch.segments = View(segments.data(), DType::kI32, {B, 3});
    batch.targets = View(targets.data(), DType::kI32, shape);
    batch.weights = weights;
    for (int64_t i = 0; i < n; ++i) normaliser += targets[static_cast<size_t>(i)] >= 0 ? weights.get(i) : 0;
  }

  std::vector<uint8_t> tokens;
  std::vector<int32_t> segments, targets;
  Tensor lengths, weights;
  Batch batch;
  double normaliser = 0;
};

/// Loss and gradients of one batch under a schedule.
struct Trained {
  Trained(const ModelConfig& config, DType dtype, const RunnerOptions& options, bool recompute = false, int threads = 2)
      : ctx(threads), model(config, dtype, recompute), runner(ctx, model, options) {
    model.allocate(true);
    model.params().initialise(RandomKey(11));
  }

  LossSums run(const Example& example) {
    LossSums sums;
    model.params().zero_grads();
    plan_and_run(ctx, [&] { sums = runner.train(example.batch, example.normaliser); });
    return sums;
  }

  Context ctx;
  SequenceModel model;
  Runner runner;
};

}  // namespace

TEST_CASE("gradients of whole models agree with central differences") {
  const auto head = GENERATE(HeadKind::kClass, HeadKind::kNextToken, HeadKind::kMaskedToken, HeadKind::kPosition);
  const auto stem = GENERATE(StemKind::kToken, StemKind::kKmer, StemKind::kConv);
  const bool bidirectional = GENERATE(false, true);
  if (bidirectional && head == HeadKind::kNextToken) return;
  const ModelConfig config = small_config(head, stem, bidirectional);
  config.validate();
  Trained trained(config, DType::kF64, {});
  // Embeddings of unit size: at their start of 0.02 the first norm bends too much for central differences.
  Param& embedding = *trained.model.params().find("backbone.embedding.weight");
  copy(Tensor::uniform(embedding.shape, DType::kF64, "embedding"), embedding.value);
  const Example example(config, DType::kF64, {9, 4}, 9);
  trained.run(example);
  const auto loss = [&] { return trained.runner.evaluate(example.batch).loss / example.normaliser; };
  std::vector<Checked> checked;
  std::vector<Tensor> gradients;
  for (Param& param : trained.model.params().params()) {
    gradients.emplace_back(param.shape, DType::kF64);
    copy(param.grad, gradients.back());
    checked.push_back({param.name, param.value, gradients.back()});
  }
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

TEST_CASE("an embedding is what a mean-pooling head reads, under any head and schedule") {
  const ModelConfig config = small_config(HeadKind::kClass, StemKind::kKmer);
  const Example example(config, DType::kF64, {24, 7, 0, 15}, 24);
  Trained classes(config, DType::kF64, {});
  Tensor want({4, config.n_outputs}, DType::kF64), means({4, config.d_model}, DType::kF64);
  plan_and_run(classes.ctx, [&] { classes.runner.predict(example.batch, want); });
  plan_and_run(classes.ctx, [&] { classes.runner.embed(example.batch, means); });
  Tensor got({4, config.n_outputs}, DType::kF64);
  plan_and_run(classes.ctx, [&] { classes.model.head_forward(classes.ctx, means, got); });
  CHECK(same_bits(got, want));

  ModelConfig other = config;
  other.pooling = Pooling::kMax;
  Trained chunked(other, DType::kF64, {Schedule::kChunkMajor, 6});
  Tensor again({4, config.d_model}, DType::kF64);
  plan_and_run(chunked.ctx, [&] { chunked.runner.embed(example.batch, again); });
  CHECK(relative_difference(again, means) < kF64Reordered);
}

TEST_CASE("chunk-major gradients equal those of the whole sequence") {
  const auto head = GENERATE(HeadKind::kClass, HeadKind::kNextToken, HeadKind::kMaskedToken, HeadKind::kPosition);
  const auto stem = GENERATE(StemKind::kToken, StemKind::kKmer, StemKind::kConv);
  const auto pooling = GENERATE(Pooling::kMean, Pooling::kLast, Pooling::kMax);
  const int64_t chunk = GENERATE(2, 6, 8, 14, 30);  // ragged, even, one chunk
  if (per_position(head) && pooling != Pooling::kMean) return;
  ModelConfig config = small_config(head, stem);
  config.pooling = pooling;
  const Example example(config, DType::kF64, {24, 7, 0, 15}, 24);
  Trained whole(config, DType::kF64, {});
  Trained chunked(config, DType::kF64, {Schedule::kChunkMajor, chunk});
  const LossSums want = whole.run(example), got = chunked.run(example);
  CHECK(got.loss == Approx(want.loss).epsilon(kF64Reordered));
  CHECK(got.count == want.count);
  for (size_t i = 0; i < whole.model.params().params().size(); ++i) {
    const Param &a = whole.model.params().params()[i], &b = chunked.model.params().params()[i];
    INFO(a.name);
    CHECK(relative_difference(b.grad, a.grad) < kF64Reordered);
  }
  CHECK(chunked.runner.evaluate(example.batch).loss == Approx(want.loss).epsilon(kF64Reordered));
}

TEST_CASE("recompute and thread counts do not change a bit of the gradients") {
  const bool bidirectional = GENERATE(false, true);
  const ModelConfig config = small_config(HeadKind::kClass, StemKind::kKmer, bidirectional);
  const Example example(config, DType::kF32, {40, 7, 33, 15}, 40);
  Trained plain(config, DType::kF32, {}, false, 1);
  const LossSums want = plain.run(example);
  for (const bool recompute : {false, true}) {
    for (const int threads : {1, 2, 3}) {
      Trained other(config, DType::kF32, {}, recompute, threads);
      CHECK(other.run(example).loss == want.loss);
      CHECK(same_bits(other.model.params().grads(), plain.model.params().grads()));
    }
  }
}

TEST_CASE("a record gets the same logits alone, in a batch and packed, to the bit") {
  const bool bidirectional = GENERATE(false, true);
  ModelConfig config = small_config(HeadKind::kClass, StemKind::kKmer, bidirectional);
  Trained trained(config, DType::kF32, {});
  const std::vector<int64_t> row_lengths = {40, 7, 33, 1};
  const Example example(config, DType::kF32, row_lengths, 40);
  const Tensor together({4, 3}, DType::kF32);
  plan_and_run(trained.ctx, [&] { trained.runner.predict(example.batch, together); });
  for (int64_t b = 0; b < 4; ++b) {
    const int64_t n = row_lengths[static_cast<size_t>(b)];
    Batch alone;
    alone.tokens = example.batch.tokens.slice(0, b, b + 1).slice(1, 0, n);
    std::vector<int32_t> segment = {0, 0, static_cast<int32_t>(n)};
    alone.segments = View(segment.data(), DType::kI32, {1, 3});
    const Tensor logits({1, 3}, DType::kF32);
    plan_and_run(trained.ctx, [&] { trained.runner.predict(alone, logits); });
    CHECK(same_bits(logits.view().row(0), together.view().row(b)));
  }
  // Rows 1 and 2 in one row, with a gap that keeps starts at multiples of the stride.
  std::vector<uint8_t> tokens(48, 255);
  for (int t = 0; t < 7; ++t) tokens[static_cast<size_t>(t)] = example.tokens[static_cast<size_t>(40 + t)];
  for (int t = 0; t < 33; ++t) tokens[static_cast<size_t>(8 + t)] = example.tokens[static_cast<size_t>(80 + t)];
  const Tensor starts = resets_of({{0, 0}, {0, 8}}, 1, 48), valid = lengths_of({41}, 1);
  std::vector<int32_t> segments = {0, 0, 7, 0, 8, 41};
  Batch packed;
  packed.tokens = View(tokens.data(), DType::kU8, {1, 48});
  packed.rows.resets = starts;
  packed.rows.lengths = valid;
  packed.segments = View(segments.data(), DType::kI32, {2, 3});
  const Tensor logits({2, 3}, DType::kF32);
  plan_and_run(trained.ctx, [&] { trained.runner.predict(packed, logits); });
  CHECK(same_bits(logits.view().row(0), together.view().row(1)));
  if (!bidirectional) CHECK(same_bits(logits.view().row(1), together.view().row(2)));
}

TEST_CASE("heads that answer at every position say the same whole, in chunks and streamed") {
  const auto stem = GENERATE(StemKind::kToken, StemKind::kKmer, StemKind::kConv);
  const int64_t chunk = GENERATE(1, 7, 16, 40);
  const ModelConfig config = small_config(HeadKind::kNextToken, stem);
  const Example example(config, DType::kF64, {40, 7, 0, 33}, 40);
  const Tensor want({4, 40, 6}, DType::kF64), got({4, 40, 6}, DType::kF64), streamed({4, 40, 6}, DType::kF64);
  Trained whole(config, DType::kF64, {});
  plan_and_run(whole.ctx, [&] { whole.runner.predict(example.batch, want); });
  Trained chunked(config, DType::kF64, {Schedule::kChunkMajor, chunk});
  plan_and_run(chunked.ctx, [&] { chunked.runner.predict(example.batch, got); });

  Trained carried(config, DType::kF64, {});
  ModelStream::plan(carried.ctx, carried.model, 4, chunk);
  carried.ctx.arena().reserve();
  ModelStream stream(carried.ctx, carried.model, 4);
  for (const bool again : {false, true}) {
    INFO(again);
    if (again) stream.restart();
    fill_zero(streamed);
    for (int64_t begin = 0; begin < 40; begin += chunk) {
      const int64_t end = std::min<int64_t>(begin + chunk, 40);
      const Tensor part({4, end - begin, 6}, DType::kF64);
      std::vector<int32_t> left;
      for (int64_t b = 0; b < 4; ++b)
        left.push_back(
            static_cast<int32_t>(std::clamp<int64_t>(example.batch.rows.length(b, 40) - begin, 0, end - begin)));
      stream.next(example.batch.tokens.slice(1, begin, end), View(left.data(), DType::kI32, {4}), part);
      for (int64_t b = 0; b < 4; ++b) copy(part.view().row(b), streamed.view().row(b).slice(0, begin, end));
    }
    for (const int64_t b : {0, 1, 3}) {
      const int64_t n = example.batch.rows.length(b, 40);
      const auto row = [&](const Tensor& logits) { return logits.view().row(b).slice(0, 0, n); };
      CHECK(relative_difference(row(got), row(want)) < kF64Reordered);
      CHECK(relative_difference(row(streamed), row(want)) < kF64Reordered);
    }
  }
}

TEST_CASE("configurations whose parts do not fit are refused") {
  ModelConfig config = small_config(HeadKind::kPosition, StemKind::kKmer, true);
  config.validate();
  config.stride = 2;
  CHECK_THROWS_WITH(config.validate(), contains("needs stride 1; got 2"));
  CHECK_THROWS_WITH(ModelConfig::from_metadata(config.to_metadata()), contains("needs stride 1; got 2"));
  config.stride = 1;
  config.head = HeadKind::kNextToken;
  CHECK_THROWS_WITH(config.validate(), contains("needs a causal stack"));
}

TEST_CASE("memory is used as planned, and inference does not grow with depth") {
  ModelConfig config = small_config(HeadKind::kClass, StemKind::kKmer, true);
  const Example example(config, DType::kF32, {40, 40, 40, 40}, 40);
  Trained trained(config, DType::kF32, {});
  trained.runner.train(Runner::plan_batch(trained.model, {4, 40, 4, false}), 1);
  trained.ctx.arena().reserve();
  trained.runner.train(example.batch, example.normaliser);
  CHECK(trained.ctx.arena().high_water() == trained.ctx.arena().planned_bytes());
  CHECK(trained.ctx.saves().empty());

  std::vector<size_t> peaks;
  for (const int64_t n_layer : {3, 8}) {
    config.n_layer = n_layer;
    Trained deep(config, DType::kF32, {});
    deep.runner.evaluate(Runner::plan_batch(deep.model, {4, 40, 4, false}));
    peaks.push_back(deep.ctx.arena().planned_bytes());
  }
  CHECK(peaks[0] == peaks[1]);
}

}  // namespace undula::test
