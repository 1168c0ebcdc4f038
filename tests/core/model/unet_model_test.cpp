// Models with pools: their sizes, their files, their schedules.
#include "core/base/error.h"
#include "core/model/backbone.h"
#include "core/model/model_stream.h"
#include "core/model/runner.h"
#include "tests/support/catch.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

ModelConfig sound_config(int64_t d_model, int64_t n_layer, std::vector<int64_t> pools) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.head = HeadKind::kNextToken;
  config.vocab = config.n_outputs = 256;
  config.d_model = d_model;
  config.n_layer = n_layer;
  config.pools = std::move(pools);
  return config;
}

ModelConfig small_config() {
  ModelConfig config = sound_config(4, 1, {2, 3});
  config.vocab = config.n_outputs = 6;
  config.d_state = 3;
  config.feed_forward = FeedForwardKind::kMlp;
  return config;
}

struct Example {
  Example(DType dtype, std::vector<int64_t> row_lengths, int64_t L)
      : tokens(row_lengths.size() * static_cast<size_t>(L)) {
    const auto B = static_cast<int64_t>(row_lengths.size());
    for (size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<uint8_t>(RandomKey(5).below(i, 6));
    lengths = lengths_of(row_lengths, B);
    weights = Tensor::uniform({B, L}, dtype, "weights", 0.5, 1.5);
    for (int64_t b = 0; b < B; ++b) {
      for (int64_t t = 0; t < L; ++t)
        targets.push_back(t + 1 < row_lengths[static_cast<size_t>(b)] ? tokens[static_cast<size_t>(b * L + t + 1)]
                                                                      : -1);
    }
    batch.tokens = View(tokens.data(), DType::kU8, {B, L});
    batch.rows.lengths = lengths;
    batch.targets = View(targets.data(), DType::kI32, {B, L});
    batch.weights = weights;
  }
  std::vector<uint8_t> tokens;
  std::vector<int32_t> targets;
  Tensor lengths, weights;
  Batch batch;
};

struct Trained {
  explicit Trained(const RunnerOptions& options, const ModelConfig& config = small_config())
      : ctx(2), model(config, DType::kF64), runner(ctx, model, options) {
    ctx.set_training(true);
    model.allocate(true);
    model.params().initialise(RandomKey(11));
  }
  LossSums run(const Example& example) {
    LossSums sums;
    model.params().zero_grads();
    plan_and_run(ctx, [&] { sums = runner.train(example.batch, 50); });
    return sums;
  }
  Context ctx;
  SequenceModel model;
  Runner runner;
};

std::string refusal(const ModelConfig& config) {
  try {
    config.validate();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    CHECK_THROWS_WITH(ModelConfig::from_metadata(config.to_metadata()), contains(error.what()));
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("U-Nets have the sizes of the published ones") {
  // Blocks down and up, frames twice as wide below each pool, pools with biases: with these the formulas give the 3.5M
  // and 6.1M of Gu and Dao 2023 (appendices E.4.1 and E.4.2), who count Mamba blocks of d_state 16 and expand 2.
  const auto count = [](const ModelConfig& config) {
    return SequenceModel(config, DType::kF32).params().parameter_count();
  };
  CHECK(count(sound_config(64, 3, {16, 16})) == 3'556'928);
  CHECK(count(sound_config(64, 8, {4, 4})) == 6'254'784);
  CHECK(count(sound_config(32, 2, {4, 4})) == 502'752);
  ModelConfig up_only = sound_config(64, 8, {4, 4});
  up_only.down_blocks = false;
  CHECK(count(up_only) == 6'254'784 - 8 * (32'704 + 116'608));
}

TEST_CASE("chunk-major gradients of a U-Net equal those of the whole sequence, dropout and other mixers included") {
  ModelConfig config = small_config();
  config.dropout = GENERATE(0.0, 0.3);
  if (GENERATE(false, true)) {
    config.stage_mixers = {MixerKind::kS4d, MixerKind::kMambaComplex, MixerKind::kMamba};
    config.s4d_state = config.d_state = 4;
  }
  const Example example(DType::kF64, {31, 8, 0, 17}, 31);
  Trained whole({}, config);
  const LossSums want = whole.run(example);
  for (const int64_t chunk : {1, 4, 6, 12, 25}) {
    INFO("chunk " << chunk);
    Trained chunked({Schedule::kChunkMajor, chunk}, config);
    CHECK(chunked.run(example).loss == Approx(want.loss).epsilon(kF64Reordered));
    for (size_t i = 0; i < whole.model.params().params().size(); ++i) {
      const Param &a = whole.model.params().params()[i], &b = chunked.model.params().params()[i];
      INFO(a.name);
      CHECK(relative_difference(b.grad, a.grad) < kF64Reordered);
    }
  }
}

TEST_CASE("a U-Net streams: the logits of pieces of any length are those of the whole") {
  const int64_t chunk = GENERATE(1, 5, 6);
  const Example example(DType::kF64, {31, 8, 0, 17}, 31);
  Trained trained({});
  const Tensor want({4, 31, 6}, DType::kF64), got({4, 31, 6}, DType::kF64);
  plan_and_run(trained.ctx, [&] { trained.runner.predict(example.batch, want); });
  trained.ctx.arena().plan();
  ModelStream::plan(trained.ctx, trained.model, 4, chunk);
  trained.ctx.arena().reserve();
  ModelStream stream(trained.ctx, trained.model, 4);
  for (int64_t begin = 0; begin < 31; begin += chunk) {
    const int64_t end = std::min<int64_t>(begin + chunk, 31);
    const Tensor part({4, end - begin, 6}, DType::kF64);
    std::vector<int64_t> left;
    for (int64_t b = 0; b < 4; ++b)
      left.push_back(std::clamp<int64_t>(example.batch.rows.length(b, 31) - begin, 0, end - begin));
    stream.next(example.batch.tokens.slice(1, begin, end), lengths_of(left, 4), part);
    for (int64_t b = 0; b < 4; ++b) copy(part.view().row(b), got.view().row(b).slice(0, begin, end));
  }
  for (const int64_t b : {0, 1, 3}) {
    const int64_t n = example.batch.rows.length(b, 31);
    CHECK(relative_difference(got.view().row(b).slice(0, 0, n), want.view().row(b).slice(0, 0, n)) < kF64Reordered);
  }
}

TEST_CASE("a model file holds what makes a U-Net, and nothing of it otherwise") {
  ModelConfig config = small_config();
  config.down_blocks = false;
  config.pool_expand = 3;
  config.stage_mixers = {MixerKind::kMamba, MixerKind::kS4d, MixerKind::kMamba};
  config.s4d_state = 6;
  config.feed_forward = FeedForwardKind::kGlu;
  config.ff_expand = 4;
  const ModelConfig read = ModelConfig::from_metadata(config.to_metadata());
  CHECK(read.pools == config.pools);
  CHECK(read.pool_expand == 3);
  CHECK_FALSE(read.down_blocks);
  CHECK(read.stage_mixers == config.stage_mixers);
  CHECK(read.s4d_state == 6);
  CHECK(read.feed_forward == FeedForwardKind::kGlu);
  CHECK(read.ff_expand == 4);
  CHECK(read.to_metadata() == config.to_metadata());
  for (const auto& [key, value] : ModelConfig().to_metadata()) {
    for (const char* part : {"pool_", "pools", "feed", "stage", "down"})
      CHECK(key.find(std::string("model.") + part) == std::string::npos);
  }
}

TEST_CASE("U-Nets that cannot be are refused, from a command line and from a file") {
  ModelConfig config = small_config();
  CHECK(refusal(config).empty());
  config.pools = {4, 1};
  CHECK(refusal(config) == "a pool takes 2 frames or more; got 1");
  config.pools = {1024, 1024};
  CHECK(refusal(config) == "the pools take more than 65536 frames together");
  config.pools = {2, 2, 2, 2, 2, 2, 2, 2};
  CHECK(refusal(config) == "a U-Net has at most 7 pools; got 8");
  config.pools = {4, 4};
  config.d_model = 16384;
  config.pool_expand = 16;
  CHECK(refusal(config) == "the innermost stage is wider than 65536");
  config = small_config();
  config.n_layer = 300;
  CHECK(refusal(config) == "a U-Net has at most 1024 blocks; got 1500");
  config.n_layer = 1;
  config.stage_mixers = {MixerKind::kMamba};
  CHECK(refusal(config) == "one mixer for each of 3 stages; got 1");
  config.stage_mixers.clear();
  config.head = HeadKind::kMaskedToken;
  config.bidirectional = true;
  CHECK(refusal(config) == "a U-Net's blocks are causal; got bidirectional ones");

  std::map<std::string, std::string> file = small_config().to_metadata();
  for (const char* bad : {"4,x", "4,,4", "-4", "99999999999999999999", ""}) {
    file["model.pools"] = bad;
    INFO(bad);
    if (*bad != 0) CHECK_THROWS_AS(ModelConfig::from_metadata(file), Error);
  }
  file["model.pools"] = "4";
  file.erase("model.down_blocks");
  CHECK_THROWS_WITH(ModelConfig::from_metadata(file), contains("lacks the field model.down_blocks"));
}

TEST_CASE("a U-Net is frozen whole or not at all, and has no layers to go through one by one") {
  SequenceModel model(small_config(), DType::kF32);
  freeze(model, kFreezeAll);
  freeze(model, kFreezeNone);
  CHECK_THROWS_WITH(freeze(model, 1), contains("not in a row"));
  Context ctx(1);
  CHECK_THROWS_WITH(Runner(ctx, model, {Schedule::kLayerMajor, 8}), contains("got a U-Net"));
}

}  // namespace undula::test
