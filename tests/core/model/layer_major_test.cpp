// The layer-major schedule gives what the whole sequence gives, in less memory.
#include "core/model/layer_major.h"

#include "core/model/runner.h"
#include "tests/support/catch.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

ModelConfig small_config(HeadKind head, StemKind stem, Strands strands) {
  ModelConfig config;
  config.stem = stem;
  config.kmer = 3;
  config.stride = stem == StemKind::kKmer && head == HeadKind::kClass ? 2 : 1;
  config.conv_width = 3;
  config.bidirectional = true;
  config.d_model = 5;
  config.n_layer = 3;
  config.d_state = 3;
  config.head = head;
  config.n_outputs = head == HeadKind::kClass ? 3 : 6;
  config.strands = strands;
  if (strands != Strands::kSingle) config.complement = {3, 2, 1, 0};
  return config;
}

/// Random tokens and targets of rows of several lengths.
struct Example {
  Example(const ModelConfig& config, const std::vector<int64_t>& row_lengths, int64_t L)
      : lengths(lengths_of(row_lengths, static_cast<int64_t>(row_lengths.size()))) {
    const auto B = static_cast<int64_t>(row_lengths.size());
    const RandomKey key(5);
    const bool classes = config.head == HeadKind::kClass;
    for (int64_t i = 0; i < B * L; ++i) tokens.push_back(static_cast<uint8_t>(key.below(static_cast<uint64_t>(i), 5)));
    for (int64_t b = 0; b < B; ++b) {
      const auto n = static_cast<int32_t>(row_lengths[static_cast<size_t>(b)]);
      segments.insert(segments.end(), {static_cast<int32_t>(b), 0, n});
      if (classes) targets.push_back(static_cast<int32_t>(b % 3));
      for (int64_t t = 0; t < L && !classes; ++t) {
        targets.push_back(t < n && t % 3 == 0 ? tokens[static_cast<size_t>(b * L + t)] : -1);
      }
    }
    batch.tokens = View(tokens.data(), DType::kU8, {B, L});
    batch.rows.lengths = lengths;
    if (classes) batch.segments = View(segments.data(), DType::kI32, {B, 3});
    batch.targets = View(targets.data(), DType::kI32, classes ? Shape{B} : Shape{B, L});
  }

  std::vector<uint8_t> tokens;
  std::vector<int32_t> segments, targets;
  Tensor lengths;
  Batch batch;
};

struct Trained {
  Trained(const ModelConfig& config, DType dtype, const RunnerOptions& options, int threads = 2)
      : ctx(threads), model(config, dtype), runner(ctx, model, options) {
    model.allocate(true);
    model.params().initialise(RandomKey(11));
    ctx.set_training(config.dropout > 0);
  }
  LossSums run(const Example& example) {
    LossSums sums;
    model.params().zero_grads();
    plan_and_run(ctx, [&] { sums = runner.train(example.batch, 7); });
    return sums;
  }

  Context ctx;
  SequenceModel model;
  Runner runner;
};

void check_equal_to_whole(const ModelConfig& config, int64_t chunk) {
  const Example example(config, {24, 7, 0, 15}, 24);
  Trained whole(config, DType::kF64, {}), layers(config, DType::kF64, {Schedule::kLayerMajor, chunk});
  const LossSums want = whole.run(example), got = layers.run(example);
  CHECK(got.loss == Approx(want.loss).epsilon(kF64Reordered));
  CHECK(got.count == want.count);
  for (size_t i = 0; i < whole.model.params().params().size(); ++i) {
    const Param &a = whole.model.params().params()[i], &b = layers.model.params().params()[i];
    INFO(a.name);
    CHECK(relative_difference(b.grad, a.grad) < kF64Reordered);
  }
  CHECK(layers.ctx.saves().empty());
  double loss = 0;
  layers.ctx.set_training(false);
  whole.ctx.set_training(false);
  plan_and_run(whole.ctx, [&] { loss = whole.runner.evaluate(example.batch).loss; });
  LossSums evaluated;
  plan_and_run(layers.ctx, [&] { evaluated = layers.runner.evaluate(example.batch); });
  CHECK(evaluated.loss == Approx(loss).epsilon(kF64Reordered));
}

}  // namespace

TEST_CASE("layer-major gradients of bidirectional models equal those of the whole sequence") {
  const auto head = GENERATE(HeadKind::kClass, HeadKind::kMaskedToken);
  const auto stem = GENERATE(StemKind::kToken, StemKind::kKmer, StemKind::kConv);
  const int64_t chunk = GENERATE(2, 6, 8, 10, 14, 30);  // even, ragged, one chunk
  check_equal_to_whole(small_config(head, stem, Strands::kSingle), chunk);
}

TEST_CASE("layer-major gradients of models of both strands equal those of the whole sequence") {
  const auto head = GENERATE(HeadKind::kClass, HeadKind::kMaskedToken);
  const auto strands = GENERATE(Strands::kPs, Strands::kPsExchange);
  const bool bidirectional = GENERATE(true, false);
  const int64_t chunk = GENERATE(6, 10);
  ModelConfig config = small_config(head, StemKind::kToken, strands);
  config.bidirectional = bidirectional;
  check_equal_to_whole(config, chunk);
}

TEST_CASE("layer-major training drops the same features as whole training") {
  ModelConfig config = small_config(HeadKind::kMaskedToken, StemKind::kToken, Strands::kSingle);
  config.dropout = 0.3;
  check_equal_to_whole(config, 6);
}

TEST_CASE("layer-major runs give the same bits with any number of threads") {
  const ModelConfig config = small_config(HeadKind::kMaskedToken, StemKind::kToken, Strands::kPs);
  const Example example(config, {40, 7, 33}, 40);
  const RunnerOptions options{Schedule::kLayerMajor, 16};
  Trained one(config, DType::kF32, options, 1);
  const LossSums want = one.run(example);
  for (const int threads : {2, 3}) {
    Trained other(config, DType::kF32, options, threads);
    CHECK(other.run(example).loss == want.loss);
    CHECK(same_bits(other.model.params().grads(), one.model.params().grads()));
  }
}

TEST_CASE("layer-major training takes less memory than whole training, and as much as planned") {
  ModelConfig config = small_config(HeadKind::kMaskedToken, StemKind::kToken, Strands::kSingle);
  config.d_model = 16;
  config.n_layer = 4;
  const auto planned = [&](const RunnerOptions& options, bool train) {
    Trained trained(config, DType::kF32, options);
    const Batch batch = Runner::plan_batch(trained.model, {1, 4096, 1, false});
    train ? trained.runner.train(batch, 1) : trained.runner.evaluate(batch);
    return trained.ctx.arena().planned_bytes();
  };
  const RunnerOptions layers{Schedule::kLayerMajor, 256};
  CHECK(5 * planned(layers, true) < planned({}, true));
  CHECK(2 * planned(layers, false) < planned({}, false));
  config.n_layer = 9;
  const size_t deep = planned(layers, false);
  config.n_layer = 3;
  CHECK(deep < planned(layers, false) + (size_t{1} << 15));  // the states of more layers

  Trained trained(config, DType::kF32, layers);
  const Example example(config, {600, 512}, 600);
  trained.runner.train(Runner::plan_batch(trained.model, {2, 600, 2, false}), 1);
  trained.ctx.arena().reserve();
  trained.runner.train(example.batch, 1);
  CHECK(trained.ctx.arena().high_water() <= trained.ctx.arena().planned_bytes());
}

TEST_CASE("layer-major refuses packed rows for bidirectional blocks") {
  const ModelConfig config = small_config(HeadKind::kClass, StemKind::kToken, Strands::kSingle);
  Trained trained(config, DType::kF32, {Schedule::kLayerMajor, 8});
  CHECK_THROWS_WITH(trained.runner.train(Runner::plan_batch(trained.model, {1, 16, 2, true}), 1),
                    contains("packed records"));
}

}  // namespace undula::test
