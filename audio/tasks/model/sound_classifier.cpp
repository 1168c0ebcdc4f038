#include "audio/tasks/model/sound_classifier.h"

#include "audio/tasks/model/sound_windows.h"
#include "core/train/evaluation.h"

namespace undula {
SoundClassifier::SoundClassifier(const std::string& path, const Compute& compute, int64_t window)
    : file_(read_model(path)),
      card_(SoundCard::load(file_)),
      ctx_(compute),
      runner_(ctx_, *file_.model),
      window_(window > 0 ? window : card_.window),
      batch_size_(sound_windows_at_once(window_)),
      temperature_(card_.temperature) {
  const auto n = static_cast<int>(card_.classes.size());
  baseline_ = SoundBaseline::load(kBaselinePrefix, SoundFeatures::kSpectrum, card_.front_end.rate, file_.content, n);
  duration_ = SoundBaseline::load(kDurationPrefix, SoundFeatures::kDuration, card_.front_end.rate, file_.content, n);
  plan_evaluation(ctx_, runner_, *file_.model, planned_windows(card_.front_end, window_), batch_size_);
  ctx_.arena().reserve();
}

std::vector<double> SoundClassifier::logits(std::vector<std::vector<float>> windows) {
  return predict_logits(ctx_, runner_, *file_.model, prepare_windows(card_.front_end, std::move(windows), window_),
                        batch_size_);
}

std::vector<float> SoundClassifier::probabilities(std::span<const double> logits) const {
  std::vector<double> scaled(logits.begin(), logits.end()), chances(logits.size());
  for (double& value : scaled) value /= temperature_;
  softmax(scaled.data(), static_cast<int64_t>(scaled.size()), chances.data());
  return {chances.begin(), chances.end()};
}

}  // namespace undula
