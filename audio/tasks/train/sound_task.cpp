#include "audio/tasks/train/sound_task.h"

#include "audio/audit/sound_audit.h"
#include "audio/tasks/model/sound_card.h"
#include "audio/tasks/model/sound_classifier.h"

namespace undula {
namespace {

constexpr uint64_t kVariations = 3;  // what the seed is folded with

std::unique_ptr<SampleSource> open_training(const SoundData& data, const SoundPlan& plan) {
  const uint64_t seed = RandomKey(plan.trainer.seed).fold(kVariations).bits(0);
  return std::make_unique<SoundSource>(data.dataset, Split::kTrain, plan.front_end, plan.window, plan.augmentation,
                                       seed);
}

std::unique_ptr<SampleSource> open_validation(const SoundData& data, const SoundPlan& plan) {
  auto source = std::make_unique<SoundSource>(data.dataset, Split::kValid, plan.front_end, plan.window);
  if (source->size() == 0) return nullptr;
  return source;
}

}  // namespace

SoundTask::SoundTask(const SoundData& data, const SoundPlan& plan, const Compute& compute)
    : ClassifierRun(plan.model, plan.trainer, open_training(data, plan), open_validation(data, plan), plan.from.get(),
                    compute),
      data_(data),
      plan_(plan) {}

const std::vector<std::string>& SoundTask::audit_data() {
  findings_ = warnings_of(audit_sounds(data_, nullptr, context().pool()).findings);
  return findings_;
}

SoundSource SoundTask::validation_samples() const {
  return {data_.dataset, Split::kValid, plan_.front_end.of_samples(), plan_.window};
}

void SoundTask::fit_baselines() {
  if (validation() == nullptr) return;
  const SoundSource plain(data_.dataset, Split::kTrain, plan_.front_end.of_samples(), plan_.window);
  const SoundSource held_out = validation_samples();
  const auto classes = static_cast<int>(plan_.model.n_outputs);
  const auto fit = [&](SoundFeatures features) {
    return SoundBaseline::fit(features, plan_.front_end.rate, plain, held_out, classes, context().pool());
  };
  baseline_ = fit(SoundFeatures::kSpectrum);
  duration_ = fit(SoundFeatures::kDuration);
}

std::optional<EvaluationReport> SoundTask::judge() {
  std::optional<Predictions> baseline;
  if (baseline_) baseline = baseline_->predict(validation_samples(), context().pool());
  return judge_validation(baseline ? &*baseline : nullptr);
}

void SoundTask::write_model(const std::string& path) const {
  const SoundFacts facts = describe_sounds(data_);
  SoundCard card;
  card.front_end = plan_.front_end;
  card.classes = data_.dataset.classes;
  card.window = plan_.window;
  card.shortest = facts.shortest;
  card.longest = facts.longest;
  card.augmentation = plan_.augmentation.text();
  card.seed = plan_.trainer.seed;
  card.steps = best_step();
  card.valid_log_loss = best().log_loss;
  card.valid_accuracy = best().accuracy;
  card.temperature = temperature();
  card.data_digest = data_digest(data_);
  card.findings = findings_;
  card.trained_on = sound_keys(data_, Split::kTrain);
  TensorFile content;
  card.store(content);
  if (plan_.from) plan_.from->store(content);
  if (baseline_) baseline_->store(kBaselinePrefix, content);
  if (duration_) duration_->store(kDurationPrefix, content);
  undula::write_model(path, model(), std::move(content), plan_.storage);
}

}  // namespace undula
