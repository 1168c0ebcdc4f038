#include <cstdio>
#include <optional>

#include "cli/output/language_page.h"
#include "cli/output/language_text.h"
#include "cli/output/plan_text.h"
#include "cli/output/print.h"
#include "cli/term/format.h"
#include "cli/training/train_session.h"
#include "genomics/tasks/train/language_task.h"

namespace undula::cli {
namespace {

class LanguageSession : public TrainSession {
 public:
  LanguageSession(TrainFlags& flags, TrainRecord& record) : flags_(flags) {
    DnaTrainOptions& options = flags.options;
    check_held_out_parts(flags);
    check_no_labels(options);
    const std::shared_ptr<Pretrained> from = load_pretrained(options, check_front_end);
    data_ = load_language_data(flags.inputs, {.regions = options.regions});
    record.end_part("reading");
    const int64_t bases = data_.bases(Split::kTrain);
    LanguagePlan plan = plan_language(options, bases, from);
    if (from) from->keep_head = from->file->model->config().head == plan.model.head;
    const Compute compute = flags.common.compute();
    const StepCost cost = LanguageTask(data_, plan, compute).measure(static_cast<double>(plan.window));
    if (options.steps == 0 && options.minutes > 0) plan = plan_language_for_time(options, bases, cost, from);
    seconds_ = estimate_seconds(plan.trainer, cost);
    options = resolved(options, plan);
    task_.emplace(data_, plan, compute);
  }

  TrainingRun& run() override { return *task_; }
  ReportLines plan() const override { return describe_plan(*task_, seconds_); }
  std::vector<std::string> files() const override { return data_.files; }

  void describe_data(JsonObject& facts) const override {
    facts.add("unit", "bases");
    for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
      facts.add(to_string(split), data_.bases(split));
  }

  void fit_baseline() override {
    const std::optional<MarkovChoice>& baseline = task_->fit_baseline();
    if (!baseline || flags_.common.quiet) return;
    std::fprintf(stderr, "baseline        %s: validation %s bits per base\n", markov_text(baseline->settings).c_str(),
                 fixed(baseline->bits_per_base, 4).c_str());
  }

  std::string validation_text(const Evaluation& found) const override {
    return fixed(bits_per_base(found.log_loss), 4) + " bits per base";
  }

  void write_results(const RunFolder& folder, int64_t began_at_step, double seconds) override {
    task_->write_model(folder.model());
    write_text(folder.report(), language_page({folder, *task_, plan(), began_at_step, seconds, flags_.inputs}));
  }

  void add_results(ReportLines& lines) const override {
    if (task_->skipped_windows() > 0) lines.add("ambiguous_windows_skipped", task_->skipped_windows());
    if (task_->validation() == nullptr) return;
    const double loss = task_->valid_log_loss();
    lines.add("valid_bits_per_base", fixed(bits_per_base(loss), 4), bits_per_base(loss));
    lines.add("valid_perplexity", fixed(perplexity(loss), 3), perplexity(loss));
    if (const auto& baseline = task_->baseline())
      lines.add("baseline_bits_per_base", fixed(baseline->bits_per_base, 4), baseline->bits_per_base);
  }

 private:
  TrainFlags& flags_;
  LanguageData data_;
  double seconds_ = 0;
  std::optional<LanguageTask> task_;
};

}  // namespace

std::unique_ptr<TrainSession> make_language_session(TrainFlags& flags, TrainRecord& record) {
  return std::make_unique<LanguageSession>(flags, record);
}

}  // namespace undula::cli
