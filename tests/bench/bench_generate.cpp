// Generation token by token, prompt included, on one core: new tokens a second of all rows together. Verifies that rows
// do not depend on each other first. The ceiling is reading every weight once for each step of all rows, from cache.
#include <vector>

#include "core/model/generator.h"
#include "tests/bench/bench.h"
#include "tests/bench/ceilings.h"

namespace undula::bench {
namespace {

constexpr int64_t kRows = 8, kLength = 512;

ModelConfig config_of(int64_t d_model, int64_t n_layer) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.vocab = 8;
  config.head = HeadKind::kNextToken;
  config.n_outputs = 4;
  config.d_model = d_model;
  config.n_layer = n_layer;
  return config;
}

void generation(Report& report, int threads, int64_t d_model, int64_t n_layer) {
  Context ctx(threads);
  SequenceModel model(config_of(d_model, n_layer), DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(1));
  Generator generator(ctx, model, kRows);
  Generator::plan(ctx, model, kRows);
  ctx.arena().reserve();
  const std::vector<std::vector<uint8_t>> prompts(kRows, {6});
  const std::span<const std::vector<uint8_t>> all(prompts);
  const auto together = generator.generate(all, 32, {}, 0);
  for (size_t row = 0; row < prompts.size(); ++row) {
    verify(generator.generate(all.subspan(row, 1), 32, {}, static_cast<int64_t>(row))[0] == together[row],
           "a sequence depends on those beside it");
  }
  const int64_t weights = (model.params().parameter_count() + 63) / 64 * 64;
  std::vector<float> values(static_cast<size_t>(weights), 1.0F);
  volatile float sink = 0;
  const Timing read = time([&] { sink = read_sum(values.data(), weights); });
  for (const int64_t rows : {int64_t{1}, kRows}) {
    report.add("generate, d_model " + std::to_string(d_model) + ", " + std::to_string(n_layer) + " layers, " +
                   std::to_string(rows) + " rows",
               "tokens/s", threads, static_cast<double>(rows * kLength) * 1e9,
               time([&] { generator.generate(all.subspan(0, static_cast<size_t>(rows)), kLength, {}, 0); }, 2),
               "weights read", static_cast<double>(rows) * 1e9 / read.best);
  }
}

}  // namespace

int run(int argc, char** argv) {
  Report report(argc, argv);
  for (const int threads : report.threads()) generation(report, threads, 128, 4);
  return report.finish();
}

}  // namespace undula::bench

int main(int argc, char** argv) {
  return undula::bench::run(argc, argv);
}
