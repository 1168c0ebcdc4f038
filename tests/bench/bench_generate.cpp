// Generation token by token, prompt included: new tokens a second of all rows together; of a sound model at 16 kHz,
// 16,000 a second are real time. Verifies that rows do not depend on each other first. The ceiling is the lower of two:
// reading from cache every weight that a step of all rows needs (those below a pool once for each group of frames), and
// the multiply-adds of these weights at the machine's peak.
#include <algorithm>
#include <vector>

#include "core/model/generator.h"
#include "tests/bench/bench.h"
#include "tests/bench/ceilings.h"

namespace undula::bench {
namespace {

constexpr int64_t kRows = 8, kLength = 512;

struct Subject {
  const char* name;
  int64_t tokens, d_model, n_layer;
  std::vector<int64_t> pools;
};

ModelConfig config_of(const Subject& subject) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.vocab = config.n_outputs = subject.tokens;
  config.head = HeadKind::kNextToken;
  config.d_model = subject.d_model;
  config.n_layer = subject.n_layer;
  config.pools = subject.pools;
  return config;
}

/// Weights that a step uses, on average; of the embeddings it reads one row only.
double weights_per_step(const SequenceModel& model) {
  double sum = 0;
  for (const Param& param : model.params().params()) {
    if (param.name.find("embedding") != std::string::npos) continue;
    double steps = 1;  // that share one use
    size_t stage = 0;
    for (size_t at = param.name.find("inner."); at != std::string::npos; at = param.name.find("inner.", at + 1))
      steps *= static_cast<double>(model.config().pools[stage++]);
    if (param.name.find("_pool.") != std::string::npos) steps *= static_cast<double>(model.config().pools[stage]);
    sum += static_cast<double>(param.shape.count()) / steps;
  }
  return sum;
}

void generation(Report& report, int threads, const Subject& subject) {
  Context ctx(threads);
  SequenceModel model(config_of(subject), DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(1));
  Generator generator(ctx, model, kRows);
  Generator::plan(ctx, model, kRows);
  ctx.arena().reserve();
  const std::vector<std::vector<uint8_t>> prompts(kRows, {static_cast<uint8_t>(subject.tokens / 2)});
  const std::span<const std::vector<uint8_t>> all(prompts);
  const auto together = generator.generate(all, 64, {}, 0);
  for (size_t row = 0; row < prompts.size(); ++row) {
    verify(generator.generate(all.subspan(row, 1), 64, {}, static_cast<int64_t>(row))[0] == together[row],
           "a sequence depends on those beside it");
  }
  const double weights = weights_per_step(model);
  const auto whole = (model.params().parameter_count() + 63) / 64 * 64;
  std::vector<float> values(static_cast<size_t>(whole), 1.0F);
  volatile double sink = 0;
  const Timing read = time([&] { sink = read_sum(values.data(), whole); });
  double operations = 0;
  const Timing multiply = time([&] { operations = fma_chains(10'000); }, 0.1);
  const double reading = weights * read.best / static_cast<double>(whole);
  const double multiplying = 2 * weights * multiply.best / operations;
  for (const int64_t rows : {int64_t{1}, kRows}) {
    const auto n = static_cast<double>(rows);
    const bool bound = n * multiplying > reading;
    report.add(std::string("generate, ") + subject.name + ", " + std::to_string(rows) + " rows", "tokens/s", threads,
               static_cast<double>(rows * kLength) * 1e9,
               time([&] { generator.generate(all.subspan(0, static_cast<size_t>(rows)), kLength, {}, 0); }, 2),
               bound ? "multiply-adds" : "weights read", n * 1e9 / std::max(n * multiplying, reading));
  }
}

}  // namespace

int run(int argc, char** argv) {
  Report report(argc, argv);
  for (const int threads : report.threads()) {
    generation(report, threads, {"DNA d 128 x 4", 8, 128, 4, {}});
    generation(report, threads, {"U-Net 0.50M 4x4", 256, 32, 2, {4, 4}});
    generation(report, threads, {"U-Net 3.56M 16x16", 256, 64, 3, {16, 16}});
  }
  return report.finish();
}

}  // namespace undula::bench

int main(int argc, char** argv) {
  return undula::bench::run(argc, argv);
}
