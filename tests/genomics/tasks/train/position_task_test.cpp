#include "genomics/tasks/train/position_task.h"

#include "genomics/tasks/evaluate_positions.h"
#include "tests/genomics/support/genome_file.h"
#include "tests/support/catch.h"

namespace undula::test {
namespace {

/// Bases with GAATTC, thirteen of any kind and GAATTC planted: no 11-mer sees both ends.
struct Planted {
  testing::TempFolder folder;
  std::string genome, bed;

  Planted() {
    std::string bases = testing::random_bases(30000, 5), labels;
    for (size_t at = 30; at + 25 < bases.size(); at += 70 + RandomKey(6).below(at, 90)) {
      bases.replace(at, 6, "GAATTC");
      bases.replace(at + 19, 6, "GAATTC");
      labels += "one\t" + std::to_string(at) + "\t" + std::to_string(at + 25) + "\tsite\n";
    }
    testing::make_genome(folder, {{"one", bases}});
    genome = (folder.path() / "genome.fa").string();
    bed = folder.write("l.bed", labels);
  }
};

}  // namespace

TEST_CASE("a small model learns planted labels that no k-mer tells, and says so on what was held out") {
  const Planted planted;
  const PositionData data = load_position_data({planted.genome}, planted.bed, "background", {});
  DnaTrainOptions options;
  options.task = "position";
  options.window = 256;
  options.d_model = 24;
  options.layers = 1;
  options.batch = 16;
  options.steps = 120;
  options.evaluate_every = 60;
  options.learning_rate = 1e-2;
  PositionTask task(data, plan_positions(options, data), 2);
  const auto& baseline = task.fit_baseline();
  REQUIRE(baseline);
  REQUIRE(task.run(RunFolder::create((planted.folder.path() / "run").string()), {}));
  CHECK(task.validated().log_loss < 0.8 * baseline->choice.log_loss);

  const std::string path = (planted.folder.path() / "m.safetensors").string();
  task.write_model(path);
  PositionModel model(path, 2);
  CHECK(model.card().classes == std::vector<std::string>{"background", "site"});
  CHECK(model.baseline()->k() == baseline->model.k());
  PositionEvaluateOptions judge;
  judge.genomes = {planted.genome};
  judge.bed = planted.bed;
  judge.bootstrap.resamples = 20;
  const PositionEvaluation found = evaluate_positions(model, judge);
  CHECK(found.bases == data.genome.bases(Split::kTest));
  CHECK(found.blocks == 1);
  const Judgement& judgement = found.judgement;
  CHECK(judgement.difference->value[Metric::kMcc] > 0.1);
  CHECK(judgement.difference->value[Metric::kLogLoss] < 0);
  CHECK(judgement.model.value[Metric::kAuroc] > 0.9);
  CHECK(judgement.model.value[Metric::kAuprc] > judgement.baseline->value[Metric::kAuprc]);
  REQUIRE(found.areas.size() == 2);
  CHECK(found.areas[1].auprc > found.baseline_areas[1].auprc);
  CHECK((found.areas[0].auprc + found.areas[1].auprc) / 2 == Approx(judgement.model.value[Metric::kAuprc]));

  judge.split = "valid";
  CHECK(model.temperature() != 1);
  CHECK(model.temperature() == model.card().temperature);
  const Metrics scaled = evaluate_positions(model, judge).judgement.model.value;
  model.skip_calibration();
  const Metrics raw = evaluate_positions(model, judge).judgement.model.value;
  CHECK(scaled[Metric::kLogLoss] < raw[Metric::kLogLoss] + 1e-3);
  CHECK(scaled[Metric::kAccuracy] == raw[Metric::kAccuracy]);
  judge.split = "all";
  CHECK(evaluate_positions(model, judge).blocks == 6);
}

}  // namespace undula::test
