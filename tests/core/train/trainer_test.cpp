#include "core/train/trainer.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "core/base/error.h"
#include "core/model/model_file.h"
#include "tests/support/catch.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

/// Sequences of several lengths; class 1 holds the motif 0 1 2 3 0 1 somewhere, class 0 does not.
class MotifSource : public SampleSource {
 public:
  explicit MotifSource(int64_t n, uint64_t seed) : n_(n), key_(seed) {}
  int64_t size() const override { return n_; }
  int64_t max_length() const override { return 60; }
  int64_t length(int64_t, int64_t i) const override { return 30 + i % 31; }
  void get(int64_t, int64_t i, Sample& out) const override {
    const RandomKey key = key_.fold(static_cast<uint64_t>(i));
    out.tokens.resize(static_cast<size_t>(length(0, i)));
    for (size_t t = 0; t < out.tokens.size(); ++t) out.tokens[t] = static_cast<uint8_t>(key.below(t, 4));
    out.label = static_cast<int32_t>(i % 2);
    if (out.label == 1) {
      const int64_t at = key.below(1000, length(0, i) - 6);
      for (int64_t t = 0; t < 6; ++t) out.tokens[static_cast<size_t>(at + t)] = static_cast<uint8_t>(t % 4);
    }
    out.weight = 1;
  }

 private:
  int64_t n_;
  RandomKey key_;
};

/// Sequences that repeat 0 1 2 3 with some noise, to be predicted token by token.
class RepeatSource : public SampleSource {
 public:
  int64_t size() const override { return 40; }
  int64_t max_length() const override { return 48; }
  int64_t length(int64_t, int64_t i) const override { return 40 + i % 9; }
  void get(int64_t pass, int64_t i, Sample& out) const override {
    const RandomKey key = RandomKey(3).fold(static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i));
    out.tokens.assign(1, 6);
    out.targets.clear();
    for (uint64_t t = 0; t < static_cast<uint64_t>(length(0, i)); ++t) {
      const auto token = static_cast<uint8_t>(key.uniform(2 * t) < 0.1 ? key.below(2 * t + 1, 4) : (i + t) % 4);
      out.targets.push_back(token);
      out.tokens.push_back(token);
    }
    out.tokens.pop_back();
  }
};

ModelConfig motif_config() {
  ModelConfig config;
  config.kmer = 4;
  config.stride = 2;
  config.d_model = 16;
  config.n_layer = 1;
  config.d_state = 8;
  config.bidirectional = true;
  config.dropout = 0.1;
  return config;
}

TrainerOptions motif_options() {
  TrainerOptions options;
  options.steps = 24;
  options.batch_size = 16;
  options.micro_batch_size = 6;
  options.evaluate_every = 8;
  options.optimizer.rate = {.peak = 5e-3, .final_fraction = 0.1, .warmup_steps = 5, .steps = 24};
  return options;
}

struct Run {
  Run(const TrainerOptions& options, int threads, int64_t n_train = 64)
      : train(n_train, 1), valid(40, 2), ctx(threads), model(motif_config(), DType::kF32) {
    model.allocate(true);
    model.params().initialise(RandomKey(options.seed));
    trainer = std::make_unique<Trainer>(ctx, model, train, &valid, options);
    trainer->plan();
    trainer->reserve();
  }

  void go(int64_t until) {
    while (!trainer->finished() && trainer->steps_done() < until) {
      last = trainer->step();
      if (trainer->due_for_validation()) evaluation = trainer->validate();
    }
  }

  MotifSource train, valid;
  Context ctx;
  SequenceModel model;
  std::unique_ptr<Trainer> trainer;
  StepReport last;
  Evaluation evaluation;
};

std::string temporary(const std::string& name) {
  return (std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))).string();
}

}  // namespace

TEST_CASE("stopping, saving and going on gives the same bits as never stopping, at any thread count") {
  Run undisturbed(motif_options(), 1);
  undisturbed.go(1000);
  undisturbed.trainer->use_best();
  const std::string path = temporary("undula_checkpoint");
  for (const int threads : {1, 2}) {
    Run first(motif_options(), threads);
    first.go(13);
    first.trainer->save(path);
    Run second(motif_options(), threads);
    second.trainer->load(path);
    CHECK(second.trainer->steps_done() == 13);
    second.go(1000);
    second.trainer->use_best();
    CHECK(second.last.loss == undisturbed.last.loss);
    CHECK(second.trainer->best_step() == undisturbed.trainer->best_step());
    CHECK(same_bits(second.model.params().values(), undisturbed.model.params().values()));
  }
  std::filesystem::remove(path);
}

TEST_CASE("a checkpoint of another run is refused") {
  const std::string path = temporary("undula_checkpoint");
  Run one(motif_options(), 1);
  one.go(1);
  one.trainer->save(path);
  TrainerOptions options = motif_options();
  options.seed = 2;
  Run other(options, 1);
  CHECK_THROWS_WITH(other.trainer->load(path), contains("another run: seed"));
  std::filesystem::remove(path);
}

TEST_CASE("training learns a motif and remembers a tiny set") {
  TrainerOptions options = motif_options();
  options.steps = options.optimizer.rate.steps = 150;
  options.evaluate_every = 150;
  Run run(options, 2, 32);
  run.go(1000);
  CHECK(run.last.loss < 0.1);
}

TEST_CASE("gradients accumulate over micro-batches as if there were one") {
  TrainerOptions options = motif_options();
  Run parts(options, 1);
  options.micro_batch_size = options.batch_size;
  Run whole(options, 1);
  const StepReport a = parts.trainer->step(), b = whole.trainer->step();
  CHECK(a.loss == Approx(b.loss).epsilon(1e-6));
  CHECK(a.gradient_norm == Approx(b.gradient_norm).epsilon(1e-5));
}

TEST_CASE("models that answer at every position learn, and stop and go on with the same bits") {
  ModelConfig config = motif_config();
  config.stride = 1;
  config.bidirectional = false;
  config.head = HeadKind::kNextToken;
  config.n_outputs = 4;
  TrainerOptions options = motif_options();
  options.steps = options.optimizer.rate.steps = 60;
  options.evaluate_every = 20;
  options.length_warmup = {.steps = 40, .shortest = 16};
  const RepeatSource source;
  const std::string path = temporary("undula_checkpoint");
  double undisturbed = 0;
  for (const int threads : {1, 2}) {
    Context ctx(threads);
    SequenceModel model(config, DType::kF32);
    model.allocate(true);
    model.params().initialise(RandomKey(1));
    const auto begin = [&] {
      ctx.arena().plan();
      auto trainer = std::make_unique<Trainer>(ctx, model, source, &source, options);
      trainer->plan();
      trainer->reserve();
      return trainer;
    };
    auto trainer = begin();
    Evaluation evaluation;
    StepReport report;
    while (!trainer->finished()) {
      report = trainer->step();
      if (trainer->due_for_validation()) evaluation = trainer->validate();
      if (threads == 1 || report.step != 33) continue;
      trainer->save(path);
      trainer = begin();
      trainer->load(path);
    }
    CHECK(evaluation.log_loss < 0.6);  // log 4 = 1.386 before
    CHECK(evaluation.accuracy > 0.85);
    if (threads == 1) undisturbed = report.loss;
    CHECK(report.loss == undisturbed);
  }
  std::filesystem::remove(path);
}

TEST_CASE("a model file gives back the model, and every flipped byte or cut is an error") {
  const std::string path = temporary("undula_model");
  Run run(motif_options(), 1);
  run.go(2);
  TensorFile extra;
  extra.metadata["labels"] = "a\tb";
  write_model(path, run.model, std::move(extra));
  const ModelFile file = read_model(path);
  CHECK(file.field("labels") == "a\tb");
  for (const Param& param : run.model.params().params())
    CHECK(same_bits(param.value, file.model->params().find(param.name)->value));
  CHECK_THROWS_WITH(file.field("nothing"), contains("lacks the field nothing"));

  std::string bytes(std::filesystem::file_size(path), '\0');
  std::FILE* in = std::fopen(path.c_str(), "rb");
  REQUIRE(std::fread(bytes.data(), 1, bytes.size(), in) == bytes.size());
  std::fclose(in);
  const auto rewrite = [&](const std::string& content) {
    std::FILE* out = std::fopen(path.c_str(), "wb");
    std::fwrite(content.data(), 1, content.size(), out);
    std::fclose(out);
  };
  for (size_t at = 0; at < bytes.size(); at += 997) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    rewrite(flipped);
    CHECK_THROWS_AS(read_model(path), Error);
    rewrite(bytes.substr(0, at));
    CHECK_THROWS_AS(read_model(path), Error);
  }
  std::filesystem::remove(path);
}

TEST_CASE("matrices stored in 16 bits come back within their rounding, and the rest exactly") {
  const std::string path = temporary("undula_model");
  Run run(motif_options(), 1);
  run.go(2);
  TensorFile extra;
  const std::vector<float> table = {1.0F, -0.3F, 1e-30F, 65504.5F};
  extra.add<float>("baseline.weight", {2, 2}, table);
  write_model(path, run.model, std::move(extra), MatrixStorage::kBF16);
  const ModelFile file = read_model(path);
  const std::vector<float> back = file.content.floats("baseline.weight", {2, 2});
  for (size_t i = 0; i < table.size(); ++i) CHECK(std::abs(back[i] - table[i]) <= std::abs(table[i]) / 256);
  for (const Param& param : run.model.params().params()) {
    INFO(param.name);
    const View& got = file.model->params().find(param.name)->value;
    if (param.decay) {
      CHECK(relative_difference(got, param.value) < 1.0 / 256);
      CHECK(relative_difference(got, param.value) > 0);
    } else {
      CHECK(same_bits(got, param.value));
    }
  }
  std::filesystem::remove(path);
}

}  // namespace undula::test
