// Whole models: tokens a second of a training step (forward, backward, AdamW) and of a forward pass, on the shapes that
// peers were measured on, and memory against its plan. Verifies a small chunked run against a whole one first.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>

#include "core/cpu/matmul.h"
#include "core/model/runner.h"
#include "core/train/optimizer.h"
#include "tests/bench/bench.h"

namespace undula::bench {
namespace {

/// A causal Mamba over a vocabulary of 16, as the peers' "dna" models are.
ModelConfig peer_config(int64_t d_model, int64_t n_layer) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.head = HeadKind::kNextToken;
  config.vocab = config.n_outputs = 16;
  config.d_model = d_model;
  config.n_layer = n_layer;
  return config;
}

/// Next-token batches of random tokens.
struct Tokens {
  Tokens(int64_t B, int64_t L) : values(static_cast<size_t>(B * L)), targets(values.size()) {
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<uint8_t>(RandomKey(1).below(i, 16));
    for (size_t i = 0; i < values.size(); ++i) targets[i] = values[(i + 1) % values.size()];
    batch.tokens = View(values.data(), DType::kU8, {B, L});
    batch.targets = View(targets.data(), DType::kI32, {B, L});
  }
  double count() const { return static_cast<double>(values.size()); }
  std::vector<uint8_t> values;
  std::vector<int32_t> targets;
  Batch batch;
};

int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

/// Loss of one batch, planned and run under a schedule.
double loss_of(const RunnerOptions& options) {
  Context ctx(1);
  SequenceModel model(peer_config(32, 2), DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(1));
  Runner runner(ctx, model, options);
  Tokens tokens(2, 256);
  runner.evaluate(tokens.batch);
  ctx.arena().reserve();
  return runner.evaluate(tokens.batch).loss / tokens.count();
}

void training(Report& report, int threads, int64_t d_model, int64_t n_layer, int64_t B, int64_t L) {
  const int64_t before = resident_bytes();
  Context ctx(threads);
  SequenceModel model(peer_config(d_model, n_layer), DType::kF32);
  model.allocate(true);
  model.params().initialise(RandomKey(1));
  Optimizer optimizer(model.params(), {});
  Runner runner(ctx, model);
  Tokens tokens(B, L);
  runner.train(tokens.batch, tokens.count());
  const size_t slab = model.params().values().bytes();
  const auto planned = static_cast<double>(ctx.arena().planned_bytes() + ctx.matmul().packed_bytes() + 5 * slab);
  ctx.arena().reserve();
  const auto step = [&] {
    runner.train(tokens.batch, tokens.count());
    optimizer.step(ctx);
  };
  const std::string shape = "d_model " + std::to_string(d_model) + ", " + std::to_string(n_layer) + " layers, " +
                            std::to_string(B) + " x " + std::to_string(L);
  report.add("training step, " + shape, "ktokens/s", threads, tokens.count() * 1e6, time(step, 3));
  verify(ctx.arena().high_water() == ctx.arena().planned_bytes(), "the arena's high water is not its plan");
  const auto resident = static_cast<double>(resident_bytes() - before);
  std::fprintf(stderr, "%s, %d threads: planned %.1f MiB, resident beyond the start %.1f MiB (%+.1f %%)\n",
               shape.c_str(), threads, planned / 1048576, resident / 1048576, 100 * (resident / planned - 1));
}

void forward(Report& report, int threads, int64_t d_model, int64_t n_layer, int64_t L) {
  Context ctx(threads);
  SequenceModel model(peer_config(d_model, n_layer), DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(1));
  Runner runner(ctx, model);
  Tokens tokens(1, L);
  Buffer memory(static_cast<size_t>(L) * 16 * sizeof(float));
  const View logits = memory.view({1, L, 16}, DType::kF32);
  runner.predict(tokens.batch, logits);
  ctx.arena().reserve();
  report.add("forward, d_model " + std::to_string(d_model) + ", " + std::to_string(n_layer) + " layers, 1 x " +
                 std::to_string(L),
             "ktokens/s", threads, tokens.count() * 1e6, time([&] { runner.predict(tokens.batch, logits); }, 3));
}

}  // namespace

int run(int argc, char** argv) {
  Report report(argc, argv);
  const double whole = loss_of({}), chunked = loss_of({Schedule::kChunkMajor, 48});
  verify(std::abs(whole - chunked) < 1e-5 * whole, "chunks disagree with the whole");
  for (const int threads : report.threads()) {
    training(report, threads, 128, 4, 4, 1024);
    training(report, threads, 128, 4, 1, 16384);
    training(report, threads, 256, 8, 1, 4096);
    forward(report, threads, 128, 4, 4096);
    forward(report, threads, 256, 8, 4096);
  }
  return report.finish();
}

}  // namespace undula::bench

int main(int argc, char** argv) {
  return undula::bench::run(argc, argv);
}
