#include "genomics/tasks/train/language_task.h"

#include <cmath>
#include <numbers>

#include "genomics/tasks/model/language_card.h"
#include "genomics/tasks/train/training_profile.h"

namespace undula {
namespace {

constexpr int64_t kValidWindows = 256;  // of each genome

}  // namespace

LanguageTask::LanguageTask(const LanguageData& data, const LanguagePlan& plan, const Compute& compute)
    : TrainingRun(plan.model, plan.trainer,
                  open_language_training(data, plan.objective, plan.window, plan.both_strands, plan.trainer.seed),
                  open_language_evaluation(data, Split::kValid, plan.objective, plan.window, kValidWindows),
                  plan.from.get(), compute),
      data_(data),
      plan_(plan) {}

const std::optional<MarkovChoice>& LanguageTask::fit_baseline() {
  if (validation() == nullptr) return choice_;
  MarkovFit fit = fit_markov(data_);
  markov_ = std::move(fit.model);
  choice_ = fit.choice;
  return choice_;
}

void LanguageTask::write_model(const std::string& path) const {
  LanguageCard card;
  card.window = plan_.window;
  card.both_strands = plan_.both_strands;
  card.soft_mask_weight = plan_.objective.soft_mask_weight;
  card.seed = plan_.trainer.seed;
  card.steps = best_step();
  card.valid_log_loss = best().log_loss;
  card.regions = !data_.held_out.regions.empty();
  card.valid_share = data_.held_out.valid;
  card.test_share = data_.held_out.test;
  card.data_digest = data_.digest();
  TensorFile content;
  card.store(content);
  training_profile(data_).store(content);
  if (plan_.from) plan_.from->store(content);
  if (markov_) markov_->store(content);
  undula::write_model(path, model(), std::move(content), plan_.storage);
}

double bits_per_base(double nats) {
  return nats / std::numbers::ln2;
}

double perplexity(double nats) {
  return std::exp(nats);
}

}  // namespace undula
