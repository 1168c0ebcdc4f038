#include "audio/tasks/language/language_task.h"

#include <algorithm>

#include "audio/tasks/language/language_source.h"

namespace undula {
namespace {

constexpr int64_t kValidTokens = int64_t{1} << 18;  // of a validation, and of what the trigram is tuned on
constexpr int64_t kTunedTokens = 1'000'000;

std::unique_ptr<SampleSource> validation_of(const SoundLanguageData& data, int64_t window) {
  if (data.samples(Split::kValid) == 0) return nullptr;
  return std::make_unique<TiledSoundWindows>(data, Split::kValid, window, kValidTokens);
}

}  // namespace

SoundLanguageTask::SoundLanguageTask(const SoundLanguageData& data, const SoundLanguagePlan& plan,
                                     const Compute& compute)
    : TrainingRun(plan.model, plan.trainer, std::make_unique<RandomSoundWindows>(data, plan.window, plan.trainer.seed),
                  validation_of(data, plan.window), plan.from.get(), compute),
      data_(data),
      plan_(plan) {}

double SoundLanguageTask::mean_length() const {
  double tokens = 0;
  for (int64_t i = 0; i < training().size(); ++i) tokens += static_cast<double>(training().length(0, i));
  return tokens / static_cast<double>(training().size());
}

const std::optional<TrigramChoice>& SoundLanguageTask::fit_baseline() {
  if (validation() == nullptr) return choice_;
  const uint8_t silence = data_.codes.before_first();
  {
    CodeCounts counts;
    for (const CodedSound* sound : data_.of(Split::kTrain)) counts.add(sound->tokens, silence);
    trigram_.emplace(counts, TrigramSettings{});
  }
  const int64_t tokens = data_.samples(Split::kValid) * data_.codes.tokens_per_sample();
  TrigramTuner tuner(*trigram_, std::max<int64_t>(tokens / kTunedTokens, 1));
  for (const CodedSound* sound : data_.of(Split::kValid)) tuner.add(sound->tokens, silence);
  choice_ = tuner.best();
  trigram_->set(choice_->settings);
  for (double& bits : choice_->bits) bits *= static_cast<double>(data_.codes.tokens_per_sample());
  return choice_;
}

void SoundLanguageTask::finish(Runner&) {
  const TiledSoundWindows some(data_, Split::kTrain, plan_.window, kValidTokens);
  train_bits_ = bits_per_sample(judge(some).log_loss, data_.codes);
}

void SoundLanguageTask::write_model(const std::string& path) const {
  SoundLanguageCard card;
  card.rate = data_.rate;
  card.codes = data_.codes;
  card.channel = data_.channel;
  card.window = plan_.window;
  card.seed = plan_.trainer.seed;
  card.steps = best_step();
  card.valid_log_loss = best().log_loss;
  card.train_bits = train_bits_;
  card.data_digest = data_.digest();
  TensorFile content;
  card.store(content);
  if (plan_.from) plan_.from->store(content);
  if (trigram_) trigram_->store(content);
  undula::write_model(path, model(), std::move(content), plan_.storage);
}

}  // namespace undula
