#include <cstdio>
#include <optional>

#include "audio/tasks/model/sound_card.h"
#include "audio/tasks/train/sound_task.h"
#include "cli/output/evaluation_rows.h"
#include "cli/output/print.h"
#include "cli/output/sound_plan_text.h"
#include "cli/output/training_page.h"
#include "cli/term/format.h"
#include "cli/training/train_session.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

class SoundClassifierSession : public TrainSession {
 public:
  SoundClassifierSession(TrainFlags& flags, TrainRecord& record) : flags_(flags) {
    SoundTrainOptions options = flags.sound_options();
    const Compute compute = flags.common.compute();
    from_ = load_pretrained(options, [](const ModelFile& file) { SoundFrontEnd::load(file); });
    load(options, compute.threads);
    record.end_part("reading");
    if (from_) from_->keep_head = same_classes(*from_->file);
    SoundPlan plan = plan_sounds(options, data_, from_);
    const StepCost cost = SoundTask(data_, plan, compute).measure(describe_sounds(data_).mean_length);
    if (options.steps == 0 && options.minutes > 0) plan = plan_sounds_for_time(options, data_, cost, from_);
    seconds_ = estimate_seconds(plan.trainer, cost);
    flags.settle(resolved(options, plan));
    task_.emplace(data_, plan, compute);
    for (const std::string& finding : task_->audit_data())
      if (!flags.common.quiet) std::fprintf(stderr, "warning: %s\n", finding.c_str());
  }

  TrainingRun& run() override { return *task_; }
  ReportLines plan() const override { return describe_plan(*task_, seconds_); }
  std::vector<std::string> files() const override { return data_.files; }

  void describe_data(JsonObject& facts) const override {
    JsonObject classes;
    for (size_t c = 0; c < data_.dataset.classes.size(); ++c) {
      JsonObject splits;
      for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
        splits.add(to_string(split), data_.dataset.counts(split)[c]);
      classes.add(data_.dataset.classes[c], splits);
    }
    facts.add("unit", "sounds").add("rate", data_.front_end.rate).add("classes", classes);
  }

  void fit_baseline() override {
    task_->fit_baselines();
    if (flags_.common.quiet) return;
    for (const auto* baseline : {&task_->baseline(), &task_->duration()}) {
      if (!*baseline) continue;
      std::fprintf(stderr, "baseline        %s: validation %s (%s %%)\n", (*baseline)->describe().c_str(),
                   fixed((*baseline)->valid_log_loss(), 3).c_str(),
                   fixed(100 * (*baseline)->valid_accuracy(), 1).c_str());
    }
  }

  std::string validation_text(const Evaluation& found) const override {
    return fixed(found.log_loss, 3) + " (" + fixed(100 * found.accuracy, 1) + " %)";
  }

  void write_results(const RunFolder& folder, int64_t began_at_step, double seconds) override {
    task_->write_model(folder.model());
    validation_ = task_->judge();
    const std::string baseline = task_->baseline() ? task_->baseline()->describe() : "";
    write_text(folder.report(), training_page({folder, *task_, data_.dataset.classes, "Sounds", "samples",
                                               [this](Split split) { return data_.dataset.counts(split); },
                                               task_->findings(), plan(), validation_, baseline, began_at_step, seconds,
                                               evaluation_command(flags_, folder, has_test())}));
  }

  void add_results(ReportLines& lines) const override { add_validation(validation_, lines); }

 private:
  void load(const SoundTrainOptions& options, int threads) {
    SoundDataOptions load;
    load.rows.inputs = flags_.inputs;
    load.rows.valid = flags_.valid;
    load.rows.test = flags_.test;
    load.rows.group_column = options.group_by;
    load.front_end.rate = options.rate;
    load.front_end.channel = options.channel;
    load.seed = options.seed;
    ThreadPool pool(threads);
    data_ = load_sound_data(load, pool);
    if (data_.resampled > 0 && !flags_.common.quiet)
      std::fprintf(stderr, "resampling %s of %s sounds, of %s to %s Hz, to %s Hz\n", grouped(data_.resampled).c_str(),
                   grouped(static_cast<int64_t>(data_.dataset.samples.size())).c_str(), grouped(data_.lowest).c_str(),
                   grouped(data_.highest).c_str(), grouped(data_.front_end.rate).c_str());
  }

  bool same_classes(const ModelFile& file) const {
    return file.model->config().head == HeadKind::kClass && SoundCard::load(file).classes == data_.dataset.classes;
  }

  bool has_test() const { return !data_.dataset.indices(Split::kTest).empty(); }

  TrainFlags& flags_;
  std::shared_ptr<Pretrained> from_;
  SoundData data_;
  double seconds_ = 0;
  std::optional<SoundTask> task_;
  std::optional<EvaluationReport> validation_;
};

}  // namespace

std::unique_ptr<TrainSession> make_sound_classifier_session(TrainFlags& flags, TrainRecord& record) {
  return std::make_unique<SoundClassifierSession>(flags, record);
}

}  // namespace undula::cli
