#pragma once
#include <optional>
#include <string>

#include "audio/baseline/sound_features.h"
#include "core/data/sample_source.h"
#include "core/io/safetensors.h"
#include "core/train/metrics.h"
#include "core/train/softmax_regression.h"

namespace undula {

/// What a model of sounds is measured against: multinomial logistic regression on simple features, standardised.
class SoundBaseline {
 public:
  /// Fits to view 0 of the sources, at the strength of the penalty that does best on `valid`. Throws kFailure without
  /// samples.
  static SoundBaseline fit(SoundFeatures features, int64_t rate, const SampleSource& train, const SampleSource& valid,
                           int classes, ThreadPool& pool);

  /// View 0 of every sample, in order.
  Predictions predict(const SampleSource& source, ThreadPool& pool) const;
  double valid_log_loss() const { return valid_log_loss_; }
  double valid_accuracy() const { return valid_accuracy_; }
  /// "logistic regression on duration".
  std::string describe() const;

  /// Writes tensors under `prefix`: weight (features, classes), bias, mean, scale.
  void store(const std::string& prefix, TensorFile& content) const;
  /// Reads them back; nothing where the file has none. Throws kBadInput where they are malformed.
  static std::optional<SoundBaseline> load(const std::string& prefix, SoundFeatures features, int64_t rate,
                                           const TensorFile& content, int classes);

 private:
  /// The standardised features of every sample.
  RegressionRows rows(const SampleSource& source, ThreadPool& pool) const;

  SoundFeatures features_ = SoundFeatures::kSpectrum;
  int64_t rate_ = 0;
  std::vector<float> mean_, scale_;  // of each feature: the standardised one is (x - mean) scale
  SoftmaxRegression model_;
  double valid_log_loss_ = 0, valid_accuracy_ = 0;
};

}  // namespace undula
