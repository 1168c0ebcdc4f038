#include "core/model/generator.h"

#include <set>

#include "tests/support/catch.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

ModelConfig small_config(StemKind stem = StemKind::kKmer) {
  ModelConfig config;
  config.stem = stem;
  config.vocab = 8;
  config.kmer = 3;
  config.conv_width = 3;
  config.d_model = 12;
  config.n_layer = 2;
  config.d_state = 4;
  config.head = HeadKind::kNextToken;
  config.n_outputs = 4;
  return config;
}

struct Ready {
  explicit Ready(const ModelConfig& config, int64_t rows = 5, int threads = 1)
      : ctx(threads), model(config, DType::kF32), generator(ctx, model, rows) {
    model.allocate(false);
    model.params().initialise(RandomKey(3));
    // A head that is sure of something: fresh ones find all tokens alike.
    Param& head = *model.params().find("lm_head.weight");
    copy(Tensor::uniform(head.shape, DType::kF32, "head", -2, 2), head.value);
    model.params().touch();
    Generator::plan(ctx, model, rows);
    ctx.arena().reserve();
  }

  Context ctx;
  SequenceModel model;
  Generator generator;
};

using Rows8 = std::vector<std::vector<uint8_t>>;

Rows8 prompts() {
  return {{6}, {6, 0, 1, 2, 3, 3, 1}, {6, 2}, std::vector<uint8_t>(2500, 1), {6, 3, 3, 0}};
}

/// The likeliest next token of a sequence, from a forward pass over all of it.
uint8_t likeliest_next(Ready& ready, const std::vector<uint8_t>& sequence) {
  const auto L = static_cast<int64_t>(sequence.size());
  std::vector<uint8_t> tokens = sequence;
  const Tensor features({1, L, 12}, DType::kF32), logits({1, L, 4}, DType::kF32);
  Context ctx(1);
  plan_and_run(ctx, [&] {
    ready.model.features_forward(ctx, {}, {}, {}, View(tokens.data(), DType::kU8, {1, L}), features);
    ready.model.head_forward(ctx, features, logits);
  });
  uint8_t best = 0;
  for (uint8_t v = 1; v < 4; ++v) {
    if (logits.get((L - 1) * 4 + v) > logits.get((L - 1) * 4 + best)) best = v;
  }
  return best;
}

}  // namespace

TEST_CASE("greedy generation takes the likeliest token after all before it") {
  const auto stem = GENERATE(StemKind::kToken, StemKind::kKmer, StemKind::kConv);
  Ready ready(small_config(stem));
  const Rows8 given = {{6, 0, 1, 2, 3, 3, 1}, {6}};
  const Rows8 got = ready.generator.generate(given, 20, {.temperature = 0}, 0);
  for (size_t row = 0; row < given.size(); ++row) {
    std::vector<uint8_t> sequence = given[row];
    REQUIRE(got[row].size() == 20);
    for (const uint8_t token : got[row]) {
      CHECK(token == likeliest_next(ready, sequence));
      sequence.push_back(token);
    }
  }
}

TEST_CASE("a sequence is the same alone, beside others and with any number of threads") {
  const Sampling sampling{.temperature = 0.9, .top_k = 3, .top_p = 0.95, .allowed = {}, .seed = 17};
  Ready ready(small_config());
  const Rows8 together = ready.generator.generate(prompts(), 40, sampling, 10);
  CHECK(ready.generator.generate(prompts(), 40, sampling, 10) == together);
  CHECK(Ready(small_config(), 5, 3).generator.generate(prompts(), 40, sampling, 10) == together);
  for (size_t row = 0; row < together.size(); ++row) {
    const Rows8 one = {prompts()[row]};
    CHECK(ready.generator.generate(one, 40, sampling, 10 + static_cast<int64_t>(row))[0] == together[row]);
    CHECK(ready.generator.generate(one, 15, sampling, 10 + static_cast<int64_t>(row))[0] ==
          std::vector<uint8_t>(together[row].begin(), together[row].begin() + 15));
  }
  CHECK(ready.generator.generate(prompts(), 40, sampling, 11) != together);
}

TEST_CASE("draws follow the chances that the logits give") {
  const float logits[] = {0.0F, std::log(2.0F), std::log(4.0F), std::log(1.0F)};
  const auto shares = [&](const Sampling& sampling) {
    TokenSampler sampler(sampling, 4);
    std::vector<double> counts(4);
    for (int i = 0; i < 8000; ++i) counts[sampler.draw(logits, (i + 0.5) / 8000)] += 1.0 / 8000;
    return counts;
  };
  const auto near = [](const std::vector<double>& got, const std::vector<double>& want) {
    for (size_t i = 0; i < 4; ++i) CHECK(std::abs(got[i] - want[i]) < 1e-3);
  };
  near(shares({}), {0.125, 0.25, 0.5, 0.125});
  near(shares({.temperature = 0.5}), {1 / 22.0, 4 / 22.0, 16 / 22.0, 1 / 22.0});
  near(shares({.temperature = 0}), {0, 0, 1, 0});
  near(shares({.top_k = 2}), {0, 1 / 3.0, 2 / 3.0, 0});
  near(shares({.top_p = 0.7}), {0, 1 / 3.0, 2 / 3.0, 0});
  near(shares({.top_p = 0.8}), {1 / 7.0, 2 / 7.0, 4 / 7.0, 0});
  near(shares({.top_k = 3, .top_p = 0.8}), {0, 1 / 3.0, 2 / 3.0, 0});  // top-k first: of 7, not of 8
  near(shares({.allowed = {1, 0, 0, 1}}), {0.5, 0, 0, 0.5});
  near(shares({.temperature = 0, .allowed = {1, 1, 0, 1}}), {0, 1, 0, 0});
}

TEST_CASE("a generator refuses what it cannot do") {
  for (const Sampling& sampling : std::vector<Sampling>{
           {.temperature = -1}, {.top_k = -1}, {.top_p = 0}, {.top_p = 1.5}, {.allowed = {0, 0, 0, 0}}}) {
    CHECK_THROWS(TokenSampler(sampling, 4));
  }
  Context ctx(1);
  ModelConfig config = small_config();
  config.head = HeadKind::kMaskedToken;
  SequenceModel model(config, DType::kF32);
  CHECK_THROWS_WITH(Generator(ctx, model, 1), contains("does not predict what comes next"));
}

}  // namespace undula::test
