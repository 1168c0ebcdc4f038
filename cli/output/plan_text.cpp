#include "cli/output/plan_text.h"

#include <algorithm>
#include <numeric>

#include "cli/term/format.h"

namespace undula::cli {
namespace {

void describe_classes(const LabelledData& data, ReportLines& lines) {
  const std::string unit = data.windows_needed ? " bp" : "";
  const std::vector<int64_t> train = data.amounts(Split::kTrain), valid = data.amounts(Split::kValid),
                             test = data.amounts(Split::kTest);
  for (size_t c = 0; c < train.size(); ++c) {
    lines.add("class " + data.classes()[c],
              grouped(train[c]) + unit + " train, " + grouped(valid[c]) + " valid, " + grouped(test[c]) + " test",
              JsonObject().add("train", train[c]).add("valid", valid[c]).add("test", test[c]));
  }
  const auto most = std::max_element(train.begin(), train.end());
  const double share =
      static_cast<double>(*most) / static_cast<double>(std::accumulate(train.begin(), train.end(), int64_t{0}));
  if (data.windows_needed) {
    lines.add("majority class", "none: windows of all classes are drawn in equal numbers");
  } else {
    lines.add("majority class",
              data.classes()[static_cast<size_t>(most - train.begin())] + ", " + fixed(100 * share, 1) + " % of train");
  }
}

std::string model_text(const ModelConfig& model) {
  std::string stem = "one embedding per base";
  if (model.stem == StemKind::kKmer)
    stem = std::to_string(model.kmer) + "-mer embeddings" +
           (model.stride > 1 ? " averaged over " + std::to_string(model.stride) : "");
  if (model.stem == StemKind::kConv) stem = "convolution over " + std::to_string(model.conv_width) + " bases";
  return stem + "; " + std::to_string(model.n_layer) + (model.bidirectional ? " bidirectional" : " causal") +
         " Mamba block" + (model.n_layer > 1 ? "s" : "") + " of width " + std::to_string(model.d_model);
}

const char* strands_text(const TrainPlan& plan) {
  if (plan.model.strands == Strands::kPs) return "ps: the same weights read both at once";
  if (plan.model.strands == Strands::kPsExchange)
    return "ps-exchange: the same weights read both at once, exchanged before every block";
  return plan.both_strands ? "both: reverse complements in training, logits averaged in prediction"
                           : "one: the sequences are oriented";
}

/// What the plans of all tasks have in common.
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
  lines.add("memory", bytes_text(run.memory().total()) + " at most, beside the data", run.memory().total());
  lines.add("time", "about " + duration(seconds) + " for training", seconds);
}

}  // namespace

ReportLines describe_plan(const LabelledData& data, const TrainPlan& plan, const TrainTask& task, double seconds) {
  const TrainingFacts facts = describe_training(data);
  ReportLines lines;
  describe_classes(data, lines);
  lines.add("lengths", facts.shortest == facts.longest
                           ? grouped(facts.longest) + " bp"
                           : grouped(facts.shortest) + " to " + grouped(facts.longest) + " bp");
  lines.add("strands", strands_text(plan));
  JsonArray findings;
  for (const std::string& finding : task.findings()) findings.add(finding);
  const auto found = static_cast<int64_t>(task.findings().size());
  lines.add("audit", found == 0 ? "nothing found" : grouped(found) + " findings; more from 'undula audit'", findings);
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

ReportLines describe_plan(const LanguageTask& task, double seconds) {
  const LanguageData& data = task.data();
  const LanguagePlan& plan = task.plan();
  const TrainerOptions& trainer = task.options();
  ReportLines lines;
  const auto bases = [&](Split split) { return data.bases(split); };
  lines.add("bases",
            grouped(bases(Split::kTrain)) + " train, " + grouped(bases(Split::kValid)) + " valid, " +
                grouped(bases(Split::kTest)) + " test",
            JsonObject()
                .add("train", bases(Split::kTrain))
                .add("valid", bases(Split::kValid))
                .add("test", bases(Split::kTest)));
  lines.add("held_out", data.held_out.regions.empty()
                            ? "the last " + short_number(100 * data.held_out.test) +
                                  " % of each contig for test, the " + short_number(100 * data.held_out.valid) +
                                  " % before for validation"
                            : "as " + data.held_out.regions + " says");
  lines.add("predicts", plan.objective.head == HeadKind::kNextToken ? "each base from those before it"
                                                                    : "masked bases, 15 %, from all others");
  const int64_t tokens = trainer.steps * trainer.batch_size * plan.window;
  lines.add(
      "windows",
      grouped(trainer.steps * trainer.batch_size) + " of " + grouped(plan.window) + " bp, " +
          scaled(static_cast<double>(tokens)) + "bp in all, " +
          fixed(static_cast<double>(tokens) / static_cast<double>(bases(Split::kTrain)), 1) + " times the data",
      JsonObject().add("length", plan.window).add("count", trainer.steps * trainer.batch_size).add("bases", tokens));
  const std::vector<int64_t> pieces = trainer.length_warmup.pieces(plan.window);
  if (!pieces.empty())
    lines.add("length_warmup", "pieces of " + grouped(pieces.front()) + " to " + grouped(pieces.back()) +
                                   " bp in the first " + grouped(trainer.length_warmup.steps) + " steps");
  lines.add("strands", strands_name(plan.model, plan.both_strands));
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

}  // namespace undula::cli
