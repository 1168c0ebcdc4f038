#include <cstdio>
#include <optional>

#include "cli/output/plan_text.h"
#include "cli/output/position_page.h"
#include "cli/output/position_text.h"
#include "cli/output/print.h"
#include "cli/term/format.h"
#include "cli/training/train_session.h"
#include "core/base/error.h"
#include "genomics/tasks/model/position_card.h"
#include "genomics/tasks/train/position_task.h"

namespace undula::cli {
namespace {

class PositionSession : public TrainSession {
 public:
  PositionSession(TrainFlags& flags, TrainRecord& record) : flags_(flags) {
    check_held_out_parts(flags);
    DnaTrainOptions& options = flags.options;
    if (options.background.empty()) options.background = "background";
    const std::shared_ptr<Pretrained> from = load_pretrained(options, check_front_end);
    data_ =
        load_position_data(flags.inputs, options.bed, options.background == kIgnoreBackground ? "" : options.background,
                           {.regions = options.regions});
    check_every_class_trains(data_);
    record.end_part("reading");
    PositionPlan plan = plan_positions(options, data_, from);
    if (from) from->keep_head = same_classes(*from->file);
    const Compute compute = flags.common.compute();
    const StepCost cost = PositionTask(data_, plan, compute).measure(static_cast<double>(plan.window));
    if (options.steps == 0 && options.minutes > 0) plan = plan_positions_for_time(options, data_, cost, from);
    seconds_ = estimate_seconds(plan.trainer, cost);
    options = resolved(options, plan);
    task_.emplace(data_, plan, compute);
  }

  TrainingRun& run() override { return *task_; }
  ReportLines plan() const override { return describe_plan(*task_, seconds_); }
  std::vector<std::string> files() const override { return data_.genome.files; }

  void describe_data(JsonObject& facts) const override {
    JsonObject classes;
    for (size_t c = 0; c < data_.classes().size(); ++c) {
      JsonObject splits;
      for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
        splits.add(to_string(split), data_.bases(split)[c]);
      classes.add(data_.classes()[c], splits);
    }
    facts.add("unit", "bases").add("classes", classes);
  }

  void fit_baseline() override {
    const std::optional<KmerClassFit>& baseline = task_->fit_baseline();
    if (!baseline || flags_.common.quiet) return;
    std::fprintf(stderr, "baseline        %s: validation %s\n", kmer_classes_text(baseline->model.k()).c_str(),
                 fixed(baseline->choice.log_loss, 4).c_str());
  }

  std::string validation_text(const Evaluation& found) const override {
    return fixed(found.log_loss, 4) + " (" + fixed(100 * found.accuracy, 1) + " %)";
  }

  void write_results(const RunFolder& folder, int64_t began_at_step, double seconds) override {
    task_->write_model(folder.model());
    write_text(folder.report(),
               position_page({folder, *task_, plan(), began_at_step, seconds, evaluation_command(folder)}));
  }

  void add_results(ReportLines& lines) const override {
    if (task_->skipped_windows() > 0) lines.add("ambiguous_windows_skipped", task_->skipped_windows());
    if (task_->validation() == nullptr) return;
    const Evaluation& found = task_->validated();
    lines.add("valid_log_loss", fixed(found.log_loss, 4) + " per base", found.log_loss);
    lines.add("valid_accuracy", fixed(100 * found.accuracy, 2) + " %", found.accuracy);
    if (const auto& baseline = task_->baseline())
      lines.add("baseline_log_loss", fixed(baseline->choice.log_loss, 4), baseline->choice.log_loss);
  }

 private:
  bool same_classes(const ModelFile& file) const {
    return file.model->config().head == HeadKind::kPosition && PositionCard::load(file).classes == data_.classes();
  }

  /// Judges the model on the test parts; nothing where there are none.
  std::vector<std::string> evaluation_command(const RunFolder& folder) const {
    if (data_.genome.bases(Split::kTest) == 0) return {};
    std::vector<std::string> command = {"undula", "evaluate",        folder.model(), flags_.inputs.front(),
                                        "--bed",  flags_.options.bed};
    if (!flags_.options.regions.empty()) command.insert(command.end(), {"--regions", flags_.options.regions});
    return command;
  }

  TrainFlags& flags_;
  PositionData data_;
  double seconds_ = 0;
  std::optional<PositionTask> task_;
};

}  // namespace

std::unique_ptr<TrainSession> make_position_session(TrainFlags& flags, TrainRecord& record) {
  return std::make_unique<PositionSession>(flags, record);
}

}  // namespace undula::cli
