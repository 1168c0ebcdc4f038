#include "audio/tasks/model/sound_classifier.h"

#include <algorithm>

#include "core/data/sample_source.h"
#include "core/train/evaluation.h"

namespace undula {
namespace {

constexpr int64_t kBatchSamples = 1 << 18, kBatchRows = 32;

/// Windows as they are.
class Windows : public SampleSource {
 public:
  /// `longest` is planned for; `windows` must outlive the source.
  Windows(const std::vector<std::vector<float>>& windows, int64_t longest) : windows_(windows), longest_(longest) {}
  int64_t size() const override { return static_cast<int64_t>(windows_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t length(int64_t, int64_t i) const override {
    return static_cast<int64_t>(windows_[static_cast<size_t>(i)].size());
  }
  void get(int64_t, int64_t i, Sample& out) const override {
    out.values = windows_[static_cast<size_t>(i)];
    out.label = -1;
  }

 private:
  const std::vector<std::vector<float>>& windows_;
  int64_t longest_;
};

}  // namespace

SoundClassifier::SoundClassifier(const std::string& path, int threads, int64_t window)
    : file_(read_model(path)),
      card_(SoundCard::load(file_)),
      ctx_(threads),
      runner_(ctx_, *file_.model),
      window_(window > 0 ? window : card_.window),
      batch_size_(std::clamp<int64_t>(kBatchSamples / window_, 1, kBatchRows)),
      temperature_(card_.temperature) {
  const auto n = static_cast<int>(card_.classes.size());
  baseline_ = SoundBaseline::load(kBaselinePrefix, SoundFeatures::kSpectrum, card_.front_end.rate, file_.content, n);
  duration_ = SoundBaseline::load(kDurationPrefix, SoundFeatures::kDuration, card_.front_end.rate, file_.content, n);
  const std::vector<std::vector<float>> fullest(static_cast<size_t>(batch_size_));
  plan_evaluation(ctx_, runner_, *file_.model, Windows(fullest, window_), batch_size_);
  ctx_.arena().reserve();
}

std::vector<double> SoundClassifier::logits(std::vector<std::vector<float>> windows) {
  for (std::vector<float>& window : windows) card_.front_end.normalise(window);
  return predict_logits(ctx_, runner_, *file_.model, Windows(windows, window_), batch_size_);
}

std::vector<float> SoundClassifier::probabilities(std::span<const double> logits) const {
  std::vector<double> scaled(logits.begin(), logits.end()), chances(logits.size());
  for (double& value : scaled) value /= temperature_;
  softmax(scaled.data(), static_cast<int64_t>(scaled.size()), chances.data());
  return {chances.begin(), chances.end()};
}

}  // namespace undula
