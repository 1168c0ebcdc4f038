#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace undula {

/// The figures that a classifier is judged by.
enum class Metric : uint8_t { kAccuracy, kMacroF1, kMcc, kAuroc, kAuprc, kCalibrationError, kLogLoss };
inline constexpr std::array kMetrics = {Metric::kAccuracy, Metric::kMacroF1,          Metric::kMcc,    Metric::kAuroc,
                                        Metric::kAuprc,    Metric::kCalibrationError, Metric::kLogLoss};

/// "accuracy", "macro_f1", "mcc", "auroc", "auprc", "calibration_error", "log_loss".
const char* name_of(Metric metric);
/// "Accuracy", "Macro F1", "MCC"...
const char* title_of(Metric metric);
/// False for calibration error and log-loss, where less is better.
bool higher_is_better(Metric metric);

/// One value for each metric; NaN where it is not defined.
struct Metrics {
  std::array<double, kMetrics.size()> values{};
  double operator[](Metric metric) const { return values[static_cast<size_t>(metric)]; }
  double& operator[](Metric metric) { return values[static_cast<size_t>(metric)]; }
};

/// Items counted by their class and the class that was answered.
class ClassCounts {
 public:
  explicit ClassCounts(int n_classes)
      : truly_(static_cast<size_t>(n_classes)), answered_(truly_.size()), both_(truly_.size()) {}

  void add(int32_t truth, int32_t answer, int64_t count) {
    truly_[static_cast<size_t>(truth)] += count;
    answered_[static_cast<size_t>(answer)] += count;
    if (truth == answer) both_[static_cast<size_t>(truth)] += count;
  }
  /// Sets accuracy, macro F1 and MCC, as MetricTables has them.
  void evaluate(Metrics& metrics) const;

 private:
  std::vector<int64_t> truly_, answered_, both_;  // (classes)
};

/// Classified records whose class is known.
struct Predictions {
  int n_classes = 0;
  std::vector<float> probabilities;  ///< (records, n_classes), each row sums to 1
  std::vector<int32_t> labels;       ///< (records), in [0, n_classes)

  int64_t records() const { return static_cast<int64_t>(labels.size()); }
  /// The most probable class of record i, the first of equals.
  int32_t top_class(int64_t i) const;
};

/// (n_classes, n_classes) counts, row = true class, column = most probable class.
std::vector<int64_t> confusion_matrix(const Predictions& predictions);

/// All metrics of some predictions, ordered once so that bootstrap resamples cost one pass each.
///
/// Accuracy; F1 averaged over the classes that occur as label or answer; MCC for any number of classes, R_K of Gorodkin
/// (2004), 0 where a margin is constant; AUROC one class against the rest, ties counting half, and AUPRC (average
/// precision, equal probabilities entering together), both averaged over classes, NaN if a class is absent; calibration
/// error over 15 bins of equal mass of the top probability, a bin border inside a tie dividing it in proportion;
/// log-loss in nats with probabilities not below 1e-15.
class MetricTables {
 public:
  /// Throws kFailure when sizes disagree, a label is out of range or a probability is not in [0, 1].
  explicit MetricTables(const Predictions& predictions);

  /// The metrics when record i counts `weights[i]` times. All NaN when nothing counts.
  Metrics evaluate(std::span<const int32_t> weights) const;

 private:
  // One ranking of the records by falling score: `order`, and whether the score differs from that of the one before.
  struct Ranking {
    std::vector<int32_t> order;
    std::vector<uint8_t> starts_tie;
  };
  static Ranking rank(std::span<const float> scores);

  void evaluate_confusion(std::span<const int32_t> weights, Metrics& metrics) const;
  void evaluate_rankings(std::span<const int32_t> weights, Metrics& metrics) const;
  double calibration_error(std::span<const int32_t> weights, int64_t total) const;

  int n_classes_;
  std::vector<int32_t> labels_, answers_;  // (records)
  std::vector<float> top_probability_;     // (records)
  std::vector<double> loss_;               // (records) -log p of the true class
  std::vector<Ranking> by_class_;          // (n_classes)
  Ranking by_top_;
};

/// All metrics, every record counted once.
Metrics compute_metrics(const Predictions& predictions);

}  // namespace undula
