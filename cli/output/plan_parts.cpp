#include "cli/output/plan_parts.h"

#include <algorithm>
#include <numeric>

#include "cli/term/format.h"
#include "core/train/training_plan.h"

namespace undula::cli {
namespace {

std::string blocks_text(const ModelConfig& model) {
  const std::string mixers = mixers_text(model);
  return mixers == "mamba" ? "Mamba block" : mixers + " block";
}

std::string model_text(const ModelConfig& model) {
  std::string stem = "one embedding per token";
  if (model.stem == StemKind::kKmer)
    stem = std::to_string(model.kmer) + "-mer embeddings" +
           (model.stride > 1 ? " averaged over " + std::to_string(model.stride) : "");
  if (reads_samples(model.stem))
    stem = std::to_string(model.bands) + (model.stem == StemKind::kFilters ? " learned filters" : " mel bands") +
           " of " + grouped(model.frame_width) + " samples, a position every " + grouped(model.stride);
  if (model.stem == StemKind::kConv) stem = "convolution over " + std::to_string(model.conv_width) + " tokens";
  std::string pools;
  for (const int64_t pool : model.pools)
    pools += (pools.empty() ? ", in each part of a U-Net with pools " : ", ") + std::to_string(pool);
  return stem + "; " + std::to_string(model.n_layer) + (model.bidirectional ? " bidirectional" : " causal") + " " +
         blocks_text(model) + (model.n_layer > 1 ? "s" : "") + " of width " + std::to_string(model.d_model) + pools;
}

}  // namespace

void add_class_lines(const std::vector<std::string>& classes, const std::string& unit,
                     const std::function<std::vector<int64_t>(Split)>& amounts, ReportLines& lines) {
  const std::vector<int64_t> train = amounts(Split::kTrain), valid = amounts(Split::kValid),
                             test = amounts(Split::kTest);
  for (size_t c = 0; c < classes.size(); ++c) {
    lines.add("class " + classes[c],
              grouped(train[c]) + unit + " train, " + grouped(valid[c]) + " valid, " + grouped(test[c]) + " test",
              JsonObject().add("train", train[c]).add("valid", valid[c]).add("test", test[c]));
  }
}

void add_majority_line(const std::vector<std::string>& classes, const std::vector<int64_t>& train, ReportLines& lines) {
  const auto most = std::max_element(train.begin(), train.end());
  const double share =
      static_cast<double>(*most) / static_cast<double>(std::accumulate(train.begin(), train.end(), int64_t{0}));
  lines.add("majority class",
            classes[static_cast<size_t>(most - train.begin())] + ", " + fixed(100 * share, 1) + " % of train");
}

void add_audit_line(const std::vector<std::string>& findings, ReportLines& lines) {
  JsonArray texts;
  for (const std::string& finding : findings) texts.add(finding);
  const auto found = static_cast<int64_t>(findings.size());
  lines.add("audit", found == 0 ? "nothing found" : grouped(found) + " findings; more from 'undula audit'", texts);
}

void add_run_lines(const TrainingRun& run, const Pretrained* from, double seconds, ReportLines& lines) {
  const TrainerOptions& trainer = run.options();
  lines.add("model", model_text(run.model().config()));
  if (from != nullptr) {
    const std::string kept = from->keep_head ? "all weights" : "the backbone";
    const std::string frozen = from->freeze == "none"  ? "all of it learns"
                               : from->freeze == "all" ? "only the head learns"
                                                       : "embedding and first " + from->freeze + " blocks are frozen";
    lines.add("starts from", kept + " of " + from->file->path + "; " + frozen);
  }
  lines.add("parameters", run.model().params().parameter_count());
  lines.add("steps",
            grouped(trainer.steps) + " of " + grouped(trainer.batch_size) + " sequences, validation every " +
                grouped(trainer.evaluate_every),
            trainer.steps);
  lines.add("learning rate", short_number(trainer.optimizer.rate.peak), trainer.optimizer.rate.peak);
  lines.add("seed", std::to_string(trainer.seed), trainer.seed);
  const RunnerOptions& runner = trainer.runner;
  const int64_t chunk = runner.schedule == Schedule::kWhole ? 0 : runner.chunk;
  lines.add("schedule", chunk == 0
                            ? "whole"
                            : std::string(runner.schedule == Schedule::kChunkMajor ? "chunk-major" : "layer-major") +
                                  ", chunks of " + grouped(chunk));
  lines.add("memory", bytes_text(run.memory().total()) + " at most, beside the data", run.memory().total());
  lines.add("time", "about " + duration(seconds) + " for training", seconds);
}

}  // namespace undula::cli
