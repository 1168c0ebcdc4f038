#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/threads.h"
#include "core/data/sample_source.h"
#include "core/io/safetensors.h"
#include "core/train/metrics.h"
#include "core/train/softmax_regression.h"
#include "genomics/baseline/features.h"

namespace undula {

struct BaselineOptions {
  int min_k = 3, max_k = 8;
  /// Longest sequences, all of one length, for which bases by position are tried too; 0: never.
  int64_t longest_by_position = 512;
  /// Bases x classes (in whole fours) that are trained on at most: beyond, samples are drawn. Several k side by side
  /// are tried where k times the bases stay below.
  int64_t max_work = 200'000'000;
  uint64_t seed = 0;
};

/// One choice of features that was tried.
struct BaselineTrial {
  FeatureKind features;
  double valid_log_loss = 0;
  double valid_accuracy = 0;
};

/// What a model is measured against: multinomial logistic regression on canonical k-mers of one k, of all k up to that
/// one or, for short sequences of one length, on the bases by position: whichever has the lowest log-loss on the
/// validation samples. On regulatory DNA such regressions beat published frozen embeddings of large models.
class Baseline {
 public:
  /// Fits to view 0 of the sources; k grows from min_k as long as that helps. Depends on the seed (where samples are
  /// drawn), not on threads. `trials`, if given, receives what was tried. Throws kFailure without samples or with
  /// labels outside [0, classes).
  static Baseline fit(const SampleSource& train, const SampleSource& valid, int classes, const BaselineOptions& options,
                      ThreadPool& pool, std::vector<BaselineTrial>* trials = nullptr);

  /// (classes) probabilities of one sequence; those of the classes in general where no feature occurs.
  std::vector<float> predict(std::span<const uint8_t> tokens) const;
  /// View 0 of every sample, in order.
  Predictions predict(const SampleSource& source, ThreadPool& pool) const;

  int classes() const { return model_.classes; }
  const FeatureKind& features() const { return kind_; }
  /// "logistic regression on canonical 6-mers (2080 features)".
  std::string describe() const;

  /// Writes tensors "baseline.weight" (features, classes) and "baseline.bias" (classes), and metadata
  /// "baseline.features".
  void store(TensorFile& content) const;
  /// Reads them back; nothing when the file holds no baseline. Throws kBadInput when it is malformed or not of so many
  /// classes.
  static std::optional<Baseline> load(const TensorFile& content, int classes);

 private:
  Baseline(const FeatureKind& kind, SoftmaxRegression model);

  FeatureKind kind_;
  FeatureExtractor extractor_;
  SoftmaxRegression model_;
};

}  // namespace undula
