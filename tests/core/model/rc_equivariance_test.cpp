// Models that read both strands: exact equivariance under the reverse complement, and the contract of every model.
#include "core/model/runner.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

const std::vector<int64_t> kComplement = {3, 2, 1, 0, 4, 5};
constexpr int64_t kTokens = 6;
constexpr double kEquivariance = 1e-10;

ModelConfig both_strands(Strands strands, HeadKind head, StemKind stem = StemKind::kToken) {
  ModelConfig config;
  config.stem = stem;
  config.kmer = 3;
  config.conv_width = 3;
  config.bidirectional = true;
  config.d_model = 5;
  config.n_layer = 3;
  config.d_state = 3;
  config.head = head;
  config.strands = strands;
  config.complement = kComplement;
  config.n_outputs = head == HeadKind::kClass ? 3 : kTokens;
  return config;
}

/// Rows of random tokens, padded to L, as they stand and from the other strand.
struct Reads {
  Reads(std::vector<int64_t> row_lengths, int64_t length)
      : lengths(std::move(row_lengths)), L(length), valid(lengths_of(lengths, B())) {
    const RandomKey key(5);
    for (int64_t b = 0; b < B(); ++b) {
      const int64_t n = lengths[static_cast<size_t>(b)];
      for (int64_t t = 0; t < L; ++t) {
        const auto i = static_cast<uint64_t>(b * L + t), j = static_cast<uint64_t>(b * L + n - 1 - t);
        tokens.push_back(t < n ? static_cast<uint8_t>(key.below(i, 5)) : uint8_t{5});
        const auto other = t < n ? static_cast<size_t>(key.below(j, 5)) : size_t{5};
        reverse.push_back(static_cast<uint8_t>(kComplement[other]));
        targets.push_back(t < n ? static_cast<int32_t>(key.below(i, 5)) : -1);
      }
      segments.insert(segments.end(), {static_cast<int32_t>(b), 0, static_cast<int32_t>(n)});
      labels.push_back(static_cast<int32_t>(b % 3));
    }
  }
  int64_t B() const { return static_cast<int64_t>(lengths.size()); }
  Batch batch(const ModelConfig& config, bool other_strand = false) {
    const bool classes = config.head == HeadKind::kClass;
    Batch batch;
    batch.tokens = View((other_strand ? reverse : tokens).data(), DType::kU8, {B(), L});
    batch.rows.lengths = valid;
    if (classes) batch.segments = View(segments.data(), DType::kI32, {B(), 3});
    batch.targets = classes ? View(labels.data(), DType::kI32, {B()}) : View(targets.data(), DType::kI32, {B(), L});
    return batch;
  }

  std::vector<int64_t> lengths;
  int64_t L;
  std::vector<uint8_t> tokens, reverse;
  std::vector<int32_t> segments, labels, targets;
  Tensor valid;
};

struct Model {
  explicit Model(const ModelConfig& config, DType dtype = DType::kF64, bool recompute = false, int threads = 2,
                 const RunnerOptions& options = {})
      : ctx(threads), model(config, dtype, recompute), runner(ctx, model, options) {
    model.allocate(true);
    model.params().initialise(RandomKey(11));
    // Embeddings of unit size: at their start of 0.02 all tokens look alike.
    Param& embedding = *model.params().find("backbone.embedding.weight");
    copy(Tensor::uniform(embedding.shape, dtype, "embedding"), embedding.value);
    model.params().touch();
  }
  Tensor predict(const Batch& batch) {
    const int64_t B = batch.tokens.shape[0], n = model.config().n_outputs;
    const bool classes = model.config().head == HeadKind::kClass;
    Tensor logits(classes ? Shape{B, n} : Shape{B, batch.tokens.shape[1], n}, model.dtype());
    plan_and_run(ctx, [&] { runner.predict(batch, logits); });
    return logits;
  }
  LossSums train(const Batch& batch) {
    LossSums sums;
    model.params().zero_grads();
    plan_and_run(ctx, [&] { sums = runner.train(batch, 3); });
    return sums;
  }

  Context ctx;
  SequenceModel model;
  Runner runner;
};

}  // namespace

TEST_CASE("logits of classes are the same from either strand") {
  const auto strands = GENERATE(Strands::kPs, Strands::kPsExchange);
  const auto stem = GENERATE(StemKind::kToken, StemKind::kKmer, StemKind::kConv);
  const auto pooling = GENERATE(Pooling::kMean, Pooling::kMax);
  const int64_t stride = GENERATE(1, 2);
  if (stride > 1 && stem != StemKind::kKmer) return;
  ModelConfig config = both_strands(strands, HeadKind::kClass, stem);
  config.pooling = pooling;
  config.stride = stride;
  Model model(config);
  Reads reads({9, 4, 12, 1}, 12);
  const Tensor one = model.predict(reads.batch(config)), other = model.predict(reads.batch(config, true));
  CHECK(relative_difference(other, one) < kEquivariance);
  CHECK_FALSE(relative_difference(one.view().slice(0, 0, 1), one.view().slice(0, 1, 2)) < 1e-3);
}

TEST_CASE("logits of tokens are complemented and reversed with the strand") {
  const auto strands = GENERATE(Strands::kPs, Strands::kPsExchange);
  const auto stem = GENERATE(StemKind::kToken, StemKind::kConv);
  const bool bidirectional = GENERATE(true, false);
  ModelConfig config = both_strands(strands, HeadKind::kMaskedToken, stem);
  config.bidirectional = bidirectional;
  Model model(config);
  Reads reads({9, 4, 12, 1}, 12);
  const Tensor one = model.predict(reads.batch(config)), other = model.predict(reads.batch(config, true));
  for (int64_t b = 0; b < reads.B(); ++b) {
    const int64_t n = reads.lengths[static_cast<size_t>(b)];
    for (int64_t t = 0; t < n; ++t) {
      for (int64_t v = 0; v < kTokens; ++v) {
        const int64_t paired = kComplement[static_cast<size_t>(v)];
        const double want = one.get((b * 12 + n - 1 - t) * kTokens + paired);
        CHECK(std::abs(other.get((b * 12 + t) * kTokens + v) - want) < kEquivariance * (1 + std::abs(want)));
      }
    }
  }
}

TEST_CASE("labels of positions are reversed with the strand") {
  const ModelConfig config = both_strands(Strands::kPsExchange, HeadKind::kPosition);
  Model model(config);
  Reads reads({9, 12}, 12);
  const Tensor one = model.predict(reads.batch(config)), other = model.predict(reads.batch(config, true));
  for (int64_t b = 0; b < 2; ++b) {
    const int64_t n = reads.lengths[static_cast<size_t>(b)];
    for (int64_t t = 0; t < n; ++t) {
      CHECK(relative_difference(other.view().row(b).row(t), one.view().row(b).row(n - 1 - t)) < kEquivariance);
    }
  }
}

TEST_CASE("exchanging strands changes what a model computes") {
  Reads reads({9}, 9);
  ModelConfig config = both_strands(Strands::kPs, HeadKind::kMaskedToken);
  const Tensor plain = Model(config).predict(reads.batch(config));
  config.strands = Strands::kPsExchange;
  CHECK(relative_difference(Model(config).predict(reads.batch(config)), plain) > 1e-2);
}

TEST_CASE("the exchange of strands is that of the published block") {
  // Written as published, on halves of 2D channels: each block swaps the halves, then runs on the first as it stands
  // and on the second flipped over positions and channels; the final norm and the head do not swap.
  constexpr int64_t L = 9, D = 5;
  Reads reads({L}, L);
  ModelConfig config = both_strands(Strands::kPsExchange, HeadKind::kMaskedToken);
  Model model(config);
  const Tensor got = model.predict(reads.batch(config));

  const auto parameter = [&](const char* name) { return model.model.params().find(name)->value; };
  const auto embedded = [&](const std::vector<uint8_t>& tokens) {
    Tensor x({1, L, D}, DType::kF64);
    for (int64_t t = 0; t < L; ++t) {
      copy(parameter("backbone.embedding.weight").row(tokens[static_cast<size_t>(t)]), x.view().row(0).row(t));
    }
    return x;
  };
  const auto flipped = [&](const Tensor& x) {
    Tensor y({1, L, D}, DType::kF64);
    for (int64_t i = 0; i < L * D; ++i) y.set(i, x.get(L * D - 1 - i));
    return y;
  };
  const auto block = [&](int64_t layer, const Tensor& x) {
    Tensor y({1, L, D}, DType::kF64);
    plan_and_run(model.ctx, [&] { model.model.layer(layer).forward(model.ctx, {}, {}, x, y); });
    return y;
  };
  Tensor first = embedded(reads.tokens), second = flipped(embedded(reads.reverse));
  for (int64_t layer = 0; layer < config.n_layer; ++layer) {
    std::swap(first, second);
    first = block(layer, first);
    second = flipped(block(layer, flipped(second)));
  }
  second = flipped(second);
  const auto logit = [&](const Tensor& x, int64_t t, int64_t token) {
    double squares = 0, product = 0;
    for (int64_t d = 0; d < D; ++d) squares += x.get(t * D + d) * x.get(t * D + d);
    for (int64_t d = 0; d < D; ++d) {
      product += x.get(t * D + d) * element(parameter("backbone.norm_f.weight"), d) *
                 element(parameter("lm_head.weight"), token * D + d);
    }
    return product / std::sqrt(squares / static_cast<double>(D) + 1e-5);
  };
  for (int64_t t = 0; t < L; ++t) {
    for (int64_t v = 0; v < kTokens; ++v) {
      const double want = logit(first, t, v) + logit(second, L - 1 - t, kComplement[static_cast<size_t>(v)]);
      CHECK(got.get(t * kTokens + v) == Approx(want).epsilon(1e-10));
    }
  }
}

TEST_CASE("parameter sharing without exchange sums the logits of two single models") {
  Reads reads({9, 4}, 9);
  ModelConfig config = both_strands(Strands::kPs, HeadKind::kMaskedToken);
  const Tensor both = Model(config).predict(reads.batch(config));
  config.strands = Strands::kSingle;
  Model single(config);
  const Tensor one = single.predict(reads.batch(config)), other = single.predict(reads.batch(config, true));
  for (int64_t b = 0; b < 2; ++b) {
    const int64_t n = reads.lengths[static_cast<size_t>(b)];
    for (int64_t t = 0; t < n; ++t) {
      for (int64_t v = 0; v < kTokens; ++v) {
        const int64_t paired = kComplement[static_cast<size_t>(v)];
        const double want = one.get((b * 9 + t) * kTokens + v) + other.get((b * 9 + n - 1 - t) * kTokens + paired);
        CHECK(both.get((b * 9 + t) * kTokens + v) == Approx(want).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("gradients of models of both strands agree with central differences") {
  const auto strands = GENERATE(Strands::kPs, Strands::kPsExchange);
  const auto head = GENERATE(HeadKind::kClass, HeadKind::kMaskedToken, HeadKind::kPosition);
  const bool tied = GENERATE(false, true);
  if (tied && head != HeadKind::kMaskedToken) return;
  ModelConfig config = both_strands(strands, head);
  config.tied_head = tied;
  Model model(config);
  Reads reads({7, 4, 0}, 7);
  const Batch batch = reads.batch(config);
  model.train(batch);
  const auto loss = [&] { return model.runner.evaluate(batch).loss / 3; };
  std::vector<Checked> checked;
  std::vector<Tensor> gradients;
  for (Param& param : model.model.params().params()) {
    gradients.emplace_back(param.shape, DType::kF64);
    copy(param.grad, gradients.back());
    checked.push_back({param.name, param.value, gradients.back()});
  }
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

TEST_CASE("a record on both strands gets the same logits alone, padded and packed, to the bit") {
  const auto strands = GENERATE(Strands::kPs, Strands::kPsExchange);
  const auto head = GENERATE(HeadKind::kClass, HeadKind::kMaskedToken);
  const ModelConfig config = both_strands(strands, head);
  Model model(config, DType::kF32);
  Reads reads({9, 4, 12, 1}, 12);
  const Tensor together = model.predict(reads.batch(config));
  for (int64_t b = 0; b < reads.B(); ++b) {
    const int64_t n = reads.lengths[static_cast<size_t>(b)];
    Batch alone;
    alone.tokens = reads.batch(config).tokens.slice(0, b, b + 1).slice(1, 0, n);
    std::vector<int32_t> segment = {0, 0, static_cast<int32_t>(n)};
    if (head == HeadKind::kClass) alone.segments = View(segment.data(), DType::kI32, {1, 3});
    const View want = together.view().row(b);
    CHECK(same_bits(model.predict(alone).view().row(0), head == HeadKind::kClass ? want : want.slice(0, 0, n)));
  }
  std::vector<uint8_t> tokens(reads.tokens.begin(), reads.tokens.begin() + 9);
  tokens.insert(tokens.end(), reads.tokens.begin() + 12, reads.tokens.begin() + 16);
  const Tensor starts = resets_of({{0, 0}, {0, 9}}, 1, 13);
  std::vector<int32_t> segments = {0, 0, 9, 0, 9, 13};
  Batch packed;
  packed.tokens = View(tokens.data(), DType::kU8, {1, 13});
  packed.rows.resets = starts;
  if (head == HeadKind::kClass) packed.segments = View(segments.data(), DType::kI32, {2, 3});
  if (head == HeadKind::kClass) {
    const Tensor logits({2, 3}, DType::kF32);
    plan_and_run(model.ctx, [&] { model.runner.predict(packed, logits); });
    CHECK(relative_difference(logits, together.view().slice(0, 0, 2)) < kModelF32);
  } else if (strands == Strands::kPs) {
    const Tensor logits = model.predict(packed);
    CHECK(same_bits(logits.view().row(0).slice(0, 0, 9), together.view().row(0).slice(0, 0, 9)));
    CHECK(same_bits(logits.view().row(0).slice(0, 9, 13), together.view().row(1).slice(0, 0, 4)));
  }
}

TEST_CASE("recompute and thread counts do not change a bit of models of both strands") {
  ModelConfig config = both_strands(Strands::kPsExchange, HeadKind::kMaskedToken);
  config.dropout = 0.2;
  Reads reads({40, 7, 33}, 40);
  const auto gradients = [&](bool recompute, int threads) {
    Model model(config, DType::kF32, recompute, threads);
    model.ctx.set_training(true);
    model.train(reads.batch(config));
    Tensor kept(model.model.params().grads().shape, DType::kF32);
    copy(model.model.params().grads(), kept);
    return kept;
  };
  const Tensor want = gradients(false, 1);
  for (const bool recompute : {false, true}) {
    for (const int threads : {1, 2, 3}) CHECK(same_bits(gradients(recompute, threads), want));
  }
}

TEST_CASE("the published Caduceus-PS models have these many parameters") {
  ModelConfig config = both_strands(Strands::kPsExchange, HeadKind::kMaskedToken);
  config.vocab = config.n_outputs = 16;  // 12 padded
  config.d_state = 16;
  config.tied_head = true;
  const auto count = [&](int64_t d_model, int64_t layers) {
    config.d_model = d_model;
    config.n_layer = layers;
    config.validate();
    return SequenceModel(config, DType::kF32).params().parameter_count();
  };
  CHECK(count(118, 4) == 470702);
  CHECK(count(256, 16) == 7725312);
}

TEST_CASE("strands, complement and tied head go through a file's metadata, and may be absent there") {
  ModelConfig config = both_strands(Strands::kPsExchange, HeadKind::kMaskedToken);
  config.tied_head = true;
  auto metadata = config.to_metadata();
  CHECK(metadata["model.strands"] == "ps_exchange");
  CHECK(metadata["model.complement"] == "3,2,1,0,4,5");
  CHECK(ModelConfig::from_metadata(metadata).to_metadata() == metadata);
  for (const char* key : {"model.strands", "model.complement", "model.tied_head"}) metadata.erase(key);
  const ModelConfig old = ModelConfig::from_metadata(metadata);
  CHECK(old.strands == Strands::kSingle);
  CHECK(old.complement.empty());
  CHECK_FALSE(old.tied_head);
}

TEST_CASE("configurations of both strands that do not fit together are refused") {
  const auto refused = [](const std::function<void(ModelConfig&)>& change) {
    ModelConfig config = both_strands(Strands::kPs, HeadKind::kClass);
    change(config);
    CHECK_THROWS(config.validate());
    CHECK_THROWS(ModelConfig::from_metadata(config.to_metadata()));
  };
  refused([](ModelConfig& config) { config.complement.clear(); });
  refused([](ModelConfig& config) { config.complement = {1, 2, 0}; });
  refused([](ModelConfig& config) { config.complement = {1}; });
  refused([](ModelConfig& config) { config.pooling = Pooling::kLast; });
  refused([](ModelConfig& config) { config.tied_head = true; });
}

}  // namespace undula::test
