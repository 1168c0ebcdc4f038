#include <algorithm>
#include <cstdio>
#include <optional>

#include "cli/output/evaluation_rows.h"
#include "cli/output/plan_text.h"
#include "cli/output/print.h"
#include "cli/output/training_page.h"
#include "cli/term/format.h"
#include "cli/training/train_session.h"
#include "core/base/error.h"
#include "genomics/tasks/train/train_task.h"

namespace undula::cli {
namespace {

void check(const DnaTrainOptions& options) {
  const auto refuse = [](bool given, const char* flag) {
    if (given)
      throw Error(ErrorKind::kUsage, std::string(flag) + " is for models of windows of genomes", "command line",
                  "--task lm, mlm or position");
  };
  refuse(options.window > 0, "--window");
  refuse(!options.regions.empty(), "--regions");
  refuse(options.length_warmup > 0, "--length-warmup");
  refuse(options.soft_mask_weight != 1, "--soft-mask-weight");
  check_no_labels(options);
}

class ClassifierSession : public TrainSession {
 public:
  ClassifierSession(TrainFlags& flags, TrainRecord& record) : flags_(flags) {
    DnaTrainOptions& options = flags.options;
    check(options);
    from_ = load_pretrained(options, check_front_end);
    load();
    record.end_part("reading");
    if (from_) from_->keep_head = same_classes(*from_->file);
    const TrainingFacts facts = describe_training(data_);
    TrainPlan plan = plan_training(options, facts, from_);
    const Compute compute = flags.common.compute();
    const StepCost cost = TrainTask(data_, plan, compute).measure(facts.mean_length);
    if (options.steps == 0 && options.minutes > 0) plan = plan_for_time(options, facts, cost, from_);
    seconds_ = estimate_seconds(plan.trainer, cost);
    options = resolved(options, plan);
    task_.emplace(data_, plan, compute);
    for (const std::string& finding : task_->audit_data())
      if (!flags.common.quiet) std::fprintf(stderr, "warning: %s\n", finding.c_str());
  }

  TrainingRun& run() override { return *task_; }
  ReportLines plan() const override { return describe_plan(data_, task_->plan(), *task_, seconds_); }
  std::vector<std::string> files() const override { return data_.files; }

  void describe_data(JsonObject& facts) const override {
    JsonObject classes;
    for (size_t c = 0; c < data_.classes().size(); ++c) {
      JsonObject splits;
      for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
        splits.add(to_string(split), data_.amounts(split)[c]);
      classes.add(data_.classes()[c], splits);
    }
    facts.add("unit", data_.windows_needed ? "bases" : "records").add("classes", classes);
  }

  void fit_baseline() override {
    std::vector<BaselineTrial> trials;
    const std::optional<Baseline>& baseline = task_->fit_baseline(trials);
    if (!baseline) return;
    baseline_ = baseline->describe();
    for (const BaselineTrial& trial : trials) {
      if (flags_.common.quiet || !(trial.features == baseline->features())) continue;
      std::fprintf(stderr, "baseline        %s: validation %s (%s %%)\n", baseline_.c_str(),
                   fixed(trial.valid_log_loss, 3).c_str(), fixed(100 * trial.valid_accuracy, 1).c_str());
    }
  }

  std::string validation_text(const Evaluation& found) const override {
    return fixed(found.log_loss, 3) + " (" + fixed(100 * found.accuracy, 1) + " %)";
  }

  void write_results(const RunFolder& folder, int64_t began_at_step, double seconds) override {
    task_->write_model(folder.model());
    validation_ = task_->judge();
    write_text(folder.report(),
               training_page(
                   {folder, *task_, data_.classes(), data_.windows_needed ? "Bases, to draw windows from" : "Records",
                    "bp", [this](Split split) { return data_.amounts(split); }, task_->findings(), plan(), validation_,
                    baseline_, began_at_step, seconds, evaluation_command(flags_, folder, has_test())}));
  }

  void add_results(ReportLines& lines) const override { add_validation(validation_, lines); }

 private:
  void load() {
    LabelledDataOptions options;
    options.inputs = flags_.inputs;
    options.valid = flags_.valid;
    options.test = flags_.test;
    options.lengths = flags_.options.lengths;
    options.whole_records = flags_.options.whole_records;
    options.seed = flags_.options.seed;
    data_ = load_labelled_data(options);
  }

  bool same_classes(const ModelFile& file) const {
    return file.model->config().head == HeadKind::kClass && ClassifierCard::load(file).classes == data_.classes();
  }

  bool has_test() const {
    const std::vector<int64_t> amounts = data_.amounts(Split::kTest);
    return std::any_of(amounts.begin(), amounts.end(), [](int64_t amount) { return amount > 0; });
  }

  TrainFlags& flags_;
  std::shared_ptr<Pretrained> from_;
  LabelledData data_;
  double seconds_ = 0;
  std::optional<TrainTask> task_;
  std::string baseline_;
  std::optional<EvaluationReport> validation_;
};

}  // namespace

std::unique_ptr<TrainSession> make_classifier_session(TrainFlags& flags, TrainRecord& record) {
  return std::make_unique<ClassifierSession>(flags, record);
}

}  // namespace undula::cli
