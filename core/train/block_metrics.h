#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/train/metrics.h"

namespace undula {

/// How well one class is told from the rest: NaN where it, or the rest, does not occur.
struct ClassAreas {
  double auroc = 0, auprc = 0;
};

/// The figures of very many classified items, too many to keep, in blocks of items that belong together: of a block
/// only counts are kept. Scores are counted by the log-odds of each class in steps of an eighth from -16 to 16, and
/// what shares a step is a tie.
class BlockMetrics {
 public:
  explicit BlockMetrics(int n_classes);

  /// Items from here on are of the next block, which holds at most 65,535.
  void begin_block();
  /// An item of class `label` with its probabilities (classes).
  void add(int32_t label, std::span<const float> probabilities);

  int64_t blocks() const { return static_cast<int64_t>(losses_.size()); }
  int64_t items() const;
  /// (classes, classes) counts, row = true class, column = most probable class, the first of equals.
  std::vector<int64_t> confusion() const;
  /// All metrics but the calibration error, which is NaN, when block b counts `weights[b]` times, each as MetricTables
  /// has it.
  Metrics evaluate(std::span<const int32_t> weights) const;
  /// (classes) areas of each class against the rest.
  std::vector<ClassAreas> class_areas() const;

 private:
  std::vector<int64_t> sum_confusion(std::span<const int32_t> weights) const;
  std::vector<ClassAreas> class_areas(std::span<const int32_t> weights) const;

  int n_classes_;
  std::vector<double> losses_;       // (blocks)
  std::vector<uint16_t> confusion_;  // (blocks, classes, classes)
  std::vector<uint16_t> scores_;     // (blocks, classes, step, of the class or not)
};

}  // namespace undula
