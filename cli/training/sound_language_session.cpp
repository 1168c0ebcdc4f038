#include <cstdio>
#include <optional>

#include "audio/tasks/language/language_load.h"
#include "audio/tasks/language/language_task.h"
#include "cli/output/print.h"
#include "cli/output/sound_language_page.h"
#include "cli/term/format.h"
#include "cli/training/train_session.h"

namespace undula::cli {
namespace {

class SoundLanguageSession : public TrainSession {
 public:
  SoundLanguageSession(TrainFlags& flags, TrainRecord& record) : flags_(flags) {
    SoundTrainOptions options = flags.sound_options();
    options.window = flags.options.window;
    const std::shared_ptr<Pretrained> from =
        load_pretrained(options, [](const ModelFile& file) { SoundLanguageCard::load(file); });
    if (from) from->keep_head = true;
    load(options);
    record.end_part("reading");
    const int64_t samples = data_.samples(Split::kTrain);
    SoundLanguagePlan plan = plan_sound_language(options, data_.codes, samples, from);
    const Compute compute = flags.common.compute();
    SoundLanguageTask trial(data_, plan, compute);
    const StepCost cost = trial.measure(trial.mean_length());
    if (options.steps == 0 && options.minutes > 0)
      plan = plan_sound_language_for_time(options, data_.codes, samples, cost, from);
    seconds_ = estimate_seconds(plan.trainer, cost);
    flags.settle(resolved(options, plan, data_.rate));
    flags.options.window = plan.window;
    task_.emplace(data_, plan, compute);
  }

  TrainingRun& run() override { return *task_; }
  ReportLines plan() const override { return describe_plan(*task_, seconds_); }
  std::vector<std::string> files() const override { return data_.files; }

  void describe_data(JsonObject& facts) const override {
    facts.add("unit", "samples").add("rate", data_.rate);
    for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
      facts.add(to_string(split), data_.samples(split));
  }

  void fit_baseline() override {
    const std::optional<TrigramChoice>& baseline = task_->fit_baseline();
    if (!baseline || flags_.common.quiet) return;
    std::fprintf(stderr, "baseline        %s: validation %s bits a sample (bigram %s, unigram %s)\n",
                 trigram_text(baseline->settings).c_str(), fixed(baseline->bits[2], 4).c_str(),
                 fixed(baseline->bits[1], 4).c_str(), fixed(baseline->bits[0], 4).c_str());
  }

  std::string validation_text(const Evaluation& found) const override {
    return fixed(bits_per_sample(found.log_loss, data_.codes), 4) + " bits a sample";
  }

  void write_results(const RunFolder& folder, int64_t began_at_step, double seconds) override {
    task_->write_model(folder.model());
    write_text(folder.report(), sound_language_page({folder, *task_, plan(), began_at_step, seconds, flags_.inputs}));
  }

  void add_results(ReportLines& lines) const override {
    if (task_->validation() != nullptr)
      lines.add("valid_bits_per_sample", fixed(task_->valid_bits(), 4), task_->valid_bits());
    lines.add("train_bits_per_sample", fixed(task_->train_bits(), 4), task_->train_bits());
    if (const auto& baseline = task_->baseline())
      lines.add("trigram_bits_per_sample", fixed(baseline->bits[2], 4), baseline->bits[2]);
  }

 private:
  void load(const SoundTrainOptions& options) {
    LanguageSoundOptions sounds;
    sounds.rows.inputs = flags_.inputs;
    sounds.rows.valid = flags_.valid;
    sounds.rows.test = flags_.test;
    sounds.rows.group_column = options.group_by;
    sounds.codes = SoundCodes(options.codes);
    sounds.rate = options.rate;
    sounds.channel = options.channel;
    sounds.seed = options.seed;
    data_ = load_language_sounds(sounds);
    if (data_.resampled > 0 && !flags_.common.quiet)
      std::fprintf(stderr, "resampling %s sounds to %s Hz\n", grouped(data_.resampled).c_str(),
                   grouped(data_.rate).c_str());
  }

  TrainFlags& flags_;
  SoundLanguageData data_;
  double seconds_ = 0;
  std::optional<SoundLanguageTask> task_;
};

}  // namespace

std::unique_ptr<TrainSession> make_sound_language_session(TrainFlags& flags, TrainRecord& record) {
  return std::make_unique<SoundLanguageSession>(flags, record);
}

}  // namespace undula::cli
