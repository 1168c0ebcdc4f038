#include "cli/output/plan_text.h"

#include "cli/output/plan_parts.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

void describe_classes(const LabelledData& data, ReportLines& lines) {
  const auto amounts = [&](Split split) { return data.amounts(split); };
  add_class_lines(data.classes(), data.windows_needed ? " bp" : "", amounts, lines);
  if (data.windows_needed) {
    lines.add("majority class", "none: windows of all classes are drawn in equal numbers");
  } else {
    add_majority_line(data.classes(), amounts(Split::kTrain), lines);
  }
}

const char* strands_text(const TrainPlan& plan) {
  if (plan.model.strands == Strands::kPs) return "ps: the same weights read both at once";
  if (plan.model.strands == Strands::kPsExchange)
    return "ps-exchange: the same weights read both at once, exchanged before every block";
  return plan.both_strands ? "both: reverse complements in training, logits averaged in prediction"
                           : "one: the sequences are oriented";
}

/// What parts of genomes are for what.
void add_part_lines(const LanguageData& data, ReportLines& lines) {
  const int64_t train = data.bases(Split::kTrain), valid = data.bases(Split::kValid), test = data.bases(Split::kTest);
  lines.add("bases", grouped(train) + " train, " + grouped(valid) + " valid, " + grouped(test) + " test",
            JsonObject().add("train", train).add("valid", valid).add("test", test));
  lines.add("held_out", data.held_out.regions.empty()
                            ? "the last " + short_number(100 * data.held_out.test) + " % of each contig for test, " +
                                  short_number(100 * data.held_out.valid) + " % in blocks of the rest for validation"
                            : "as " + data.held_out.regions + " says");
}

/// The windows that training reads, of `bases` of genomes.
void add_window_lines(const WindowPlan& plan, int64_t bases, ReportLines& lines) {
  const int64_t count = plan.trainer.steps * plan.trainer.batch_size, tokens = count * plan.window;
  lines.add("windows",
            grouped(count) + " of " + grouped(plan.window) + " bp, " + scaled(static_cast<double>(tokens)) +
                "bp in all, " + fixed(static_cast<double>(tokens) / static_cast<double>(bases), 1) + " times the data",
            JsonObject().add("length", plan.window).add("count", count).add("bases", tokens));
  const std::vector<int64_t> pieces = plan.trainer.length_warmup.pieces(plan.window);
  if (!pieces.empty())
    lines.add("length_warmup", "pieces of " + grouped(pieces.front()) + " to " + grouped(pieces.back()) +
                                   " bp in the first " + grouped(plan.trainer.length_warmup.steps) + " steps");
  lines.add("strands", strands_name(plan.model, plan.both_strands));
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
  add_audit_line(task.findings(), lines);
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

ReportLines describe_plan(const LanguageTask& task, double seconds) {
  const LanguagePlan& plan = task.plan();
  ReportLines lines;
  add_part_lines(task.data(), lines);
  lines.add("predicts", plan.objective.head == HeadKind::kNextToken ? "each base from those before it"
                                                                    : "masked bases, 15 %, from all others");
  add_window_lines(plan, task.data().bases(Split::kTrain), lines);
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

ReportLines describe_plan(const PositionTask& task, double seconds) {
  const PositionData& data = task.data();
  const PositionPlan& plan = task.plan();
  ReportLines lines;
  add_class_lines(
      data.classes(), " bp", [&](Split split) { return data.bases(split); }, lines);
  add_part_lines(data.genome, lines);
  lines.add("predicts", data.background.empty()
                            ? "the class of each base; those in no interval are left out"
                            : "the class of each base; those in no interval are '" + data.background + "'");
  add_window_lines(plan, data.genome.bases(Split::kTrain), lines);
  add_run_lines(task, plan.from.get(), seconds, lines);
  return lines;
}

}  // namespace undula::cli
