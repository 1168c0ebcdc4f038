#include "core/train/schedule.h"

#include <algorithm>

#include "core/data/batcher.h"
#include "core/memory/context.h"

namespace undula {
namespace {

constexpr int64_t kLongestChunk = 32768, kShortestChunk = 1024;

size_t activations(Context& ctx, SequenceModel& model, const BatchShape& shape, const RunnerOptions& options) {
  ctx.arena().plan();
  ctx.set_training(true);  // dropout takes scratch of its own
  Runner(ctx, model, options).train(Runner::plan_batch(model, shape), 1);
  return ctx.arena().planned_bytes();
}

}  // namespace

Schedule chunked_schedule(const ModelConfig& model) {
  const bool causal = !model.bidirectional && model.strands == Strands::kSingle;
  return causal ? Schedule::kChunkMajor : Schedule::kLayerMajor;
}

RunnerOptions fitting_schedule(const ModelConfig& config, int64_t rows, int64_t length, size_t bytes) {
  SequenceModel model(config, DType::kF32);
  model.allocate(true);
  Context ctx(1);
  const BatchShape shape{rows, bucket_length(length), rows, false};
  RunnerOptions options;
  if (activations(ctx, model, shape, options) <= bytes) return options;
  options.schedule = chunked_schedule(config);
  for (int64_t chunk = kLongestChunk; chunk >= kShortestChunk; chunk /= 2) {
    options.chunk = std::max<int64_t>(chunk / model.stride(), 1) * model.stride();
    if (activations(ctx, model, shape, options) <= bytes) break;
  }
  return options;
}

}  // namespace undula
