// A device from end to end: training steps, resuming, evaluation, and generating with recorded steps.
#include "core/cuda/backend.h"
#include "core/model/continuation.h"
#include "core/model/model_file.h"
#include "core/train/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

Compute on_simt(DType activations = DType::kF32) {
  Compute compute(1);
  compute.device = make_simt_backend();
  compute.activations = activations;
  return compute;
}

/// Reads of two lengths; those of class 1 begin with the same letter throughout.
class Reads : public SampleSource {
 public:
  int64_t size() const override { return 8; }
  int64_t max_length() const override { return 20; }
  int64_t length(int64_t, int64_t i) const override { return 12 + i % 2 * 8; }
  void get(int64_t, int64_t i, Sample& out) const override {
    out.tokens.resize(static_cast<size_t>(length(0, i)));
    const RandomKey key = RandomKey(1).fold(static_cast<uint64_t>(i));
    for (size_t t = 0; t < out.tokens.size(); ++t) out.tokens[t] = static_cast<uint8_t>(key.below(t, 4));
    out.label = static_cast<int32_t>(i % 2);
    if (out.label == 1) std::fill_n(out.tokens.begin(), 6, uint8_t{2});
    out.weight = 1;
  }
};

ModelConfig reads_config() {
  ModelConfig config;
  config.kmer = 3;
  config.stride = 2;
  config.d_model = 8;
  config.n_layer = 1;
  config.d_state = 4;
  config.bidirectional = true;
  config.dropout = 0.1;
  return config;
}

struct Training {
  explicit Training(const Compute& compute, Schedule schedule = Schedule::kWhole)
      : ctx(compute), model(reads_config(), DType::kF32) {
    model.allocate(true);
    model.params().initialise(RandomKey(1));
    TrainerOptions options;
    options.steps = 6;
    options.batch_size = options.micro_batch_size = 4;
    options.evaluate_every = 3;
    options.class_weights = {1, 1.5};
    options.runner = {schedule, 8};
    options.optimizer.rate = {.peak = 5e-3, .final_fraction = 0.1, .warmup_steps = 2, .steps = 6};
    trainer = std::make_unique<Trainer>(ctx, model, reads, &reads, options);
    trainer->plan();
    trainer->reserve();
  }
  void go(int64_t until) {
    while (trainer->steps_done() < until) {
      losses.push_back(trainer->step().loss);
      if (trainer->due_for_validation()) losses.push_back(trainer->validate().log_loss);
    }
  }
  Tensor values() const {
    const View all = model.params().values();
    Tensor host(all.shape, all.dtype);
    copy(all, host);
    return host;
  }

  Reads reads;
  Context ctx;
  SequenceModel model;
  std::unique_ptr<Trainer> trainer;
  std::vector<double> losses;
};

void check_near(const Training& got, const Training& want, double tolerance) {
  REQUIRE(got.losses.size() == want.losses.size());
  for (size_t i = 0; i < want.losses.size(); ++i) CHECK(got.losses[i] == Approx(want.losses[i]).epsilon(tolerance));
}

ModelConfig speech_config(bool pools) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.vocab = config.n_outputs = 6;
  config.d_model = 8;
  config.n_layer = 1;
  config.d_state = 4;
  config.head = HeadKind::kNextToken;
  if (pools) config.pools = {2};
  return config;
}

/// 12 tokens of each of two rows after prompts.
std::vector<uint8_t> generated(const Compute& compute, bool pools) {
  Context ctx(compute);
  SequenceModel model(speech_config(pools), DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(3));
  Param& head = *model.params().find("lm_head.weight");
  copy(Tensor::uniform(head.shape, DType::kF32, "head", -2, 2), head.value);
  model.params().touch();
  Continuation::plan(ctx, model, 2);
  ctx.arena().reserve();
  Continuation continuation(ctx, model, 2, {.temperature = 0.9, .seed = 5}, 7);
  continuation.read(std::vector<std::vector<uint8_t>>{{1}, {1, 2, 3, 4}});
  std::vector<uint8_t> all;
  for (int t = 0; t < 12; ++t) {
    const auto tokens = continuation.next();
    all.insert(all.end(), tokens.begin(), tokens.end());
  }
  return all;
}

}  // namespace

TEST_CASE("training on a GPU follows training on the CPU, whatever the schedule", "[simt]") {
  const auto schedule = GENERATE(Schedule::kWhole, Schedule::kLayerMajor);
  Training want(1, schedule), got(on_simt(), schedule), half(on_simt(DType::kBF16), schedule);
  want.go(6);
  got.go(6);
  half.go(6);
  check_near(got, want, 1e-3);
  check_near(half, want, 5e-2);
  CHECK(got.losses.back() < got.losses.front());
}

TEST_CASE("training on a GPU goes on from a checkpoint with the same bits, and its model is read back", "[simt]") {
  const testing::TempFolder folder;
  Training whole(on_simt(DType::kBF16)), first(on_simt(DType::kBF16)), second(on_simt(DType::kBF16));
  whole.go(6);
  first.go(2);
  first.trainer->save((folder.path() / "checkpoint").string());
  second.trainer->load((folder.path() / "checkpoint").string());
  second.go(6);
  CHECK(same_bits(second.values(), whole.values()));

  write_model((folder.path() / "model.safetensors").string(), whole.model, {});
  const ModelFile read = read_model((folder.path() / "model.safetensors").string());
  CHECK(same_bits(read.model->params().values(), whole.values()));
}

TEST_CASE("a GPU generates what the CPU does, its steps recorded once and done again", "[simt]") {
  const bool pools = GENERATE(false, true);
  CHECK(generated(on_simt(), pools) == generated(1, pools));
}

TEST_CASE("what is recorded gives the bits of what is done at once", "[simt]") {
  const auto device = make_simt_backend();
  Context ctx(1, 0, device);
  const Tensor x = Tensor::uniform({3, 8}, DType::kF32, "x");
  const Buffer memory = Buffer::of({4, 3, 8}, DType::kF32, device);
  const View all = memory.view({4, 3, 8}, DType::kF32);
  copy(x, all.row(0));
  ctx.arena().reserve();
  const auto work = [&](const View& to) {
    device->product(ctx, all.row(0), all.row(0).slice(1, 0, 8), View(), all.row(3).slice(1, 0, 3), 0);
    fill_bytes(to, 0);
    copy(all.row(0), to);
  };
  work(all.row(1));
  const auto graph = capture(*device, [&] { work(all.row(2)); });
  Buffer keep;
  CHECK_FALSE(same_bits(on_host(all.row(2), keep), x));
  device->replay(*graph);
  CHECK(same_bits(on_host(all.row(2), keep), x));
  CHECK_THROWS(capture(*device, [&] { copy(x, all.row(1)); }));
  work(all.row(1));  // and nothing is being recorded any more
}

}  // namespace undula::test
