#include "core/train/schedule.h"

#include "core/data/batcher.h"
#include "core/memory/context.h"
#include "tests/support/catch.h"

namespace undula::test {
namespace {

constexpr size_t kBytes = size_t{64} << 20;

ModelConfig small_model(bool bidirectional) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.vocab = 5;
  config.head = bidirectional ? HeadKind::kMaskedToken : HeadKind::kNextToken;
  config.n_outputs = 4;
  config.bidirectional = bidirectional;
  config.d_model = 16;
  config.n_layer = 2;
  return config;
}

size_t planned(const ModelConfig& config, int64_t length, const RunnerOptions& options) {
  SequenceModel model(config, DType::kF32);
  model.allocate(true);
  Context ctx(1);
  ctx.set_training(true);
  Runner(ctx, model, options).train(Runner::plan_batch(model, {1, bucket_length(length), 1, false}), 1);
  return ctx.arena().planned_bytes();
}

}  // namespace

TEST_CASE("samples that fit are trained on whole, longer ones in the longest chunks that fit") {
  const bool bidirectional = GENERATE(false, true);
  const ModelConfig config = small_model(bidirectional);
  CHECK(fitting_schedule(config, 1, 4096, kBytes).schedule == Schedule::kWhole);
  const int64_t length = 131072;
  const RunnerOptions options = fitting_schedule(config, 1, length, kBytes);
  CHECK(options.schedule == (bidirectional ? Schedule::kLayerMajor : Schedule::kChunkMajor));
  CHECK(planned(config, length, {}) > 2 * kBytes);
  CHECK(planned(config, length, options) <= kBytes);
  if (options.chunk < 32768) CHECK(planned(config, length, {options.schedule, 2 * options.chunk}) > kBytes);
}

TEST_CASE("where no chunk fits the shortest is taken, in whole strides of the stem") {
  ModelConfig config = small_model(true);
  config.head = HeadKind::kClass;
  config.stem = StemKind::kKmer;
  config.kmer = 3;
  config.stride = 3;
  const RunnerOptions options = fitting_schedule(config, 1, 131072, 1);
  CHECK(options.schedule == Schedule::kLayerMajor);
  CHECK(options.chunk == 1023);
}

}  // namespace undula::test
