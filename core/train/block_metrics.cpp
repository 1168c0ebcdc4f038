#include "core/train/block_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/train/rank_areas.h"

namespace undula {
namespace {

constexpr int kSteps = 256;
constexpr double kStepsPerNat = 8;
constexpr double kLeastProbability = 1e-15;

int step_of(double p) {
  const double odds = std::log(std::max(p, kLeastProbability)) - std::log(std::max(1 - p, kLeastProbability));
  return static_cast<int>(std::clamp<double>(std::floor(odds * kStepsPerNat) + kSteps / 2, 0, kSteps - 1));
}

/// Adds the blocks of a table, each as often as it counts.
std::vector<int64_t> sum_blocks(const std::vector<uint16_t>& table, size_t block, std::span<const int32_t> weights) {
  std::vector<int64_t> sums(block);
  for (size_t b = 0; b < weights.size(); ++b) {
    if (weights[b] == 0) continue;
    const uint16_t* from = table.data() + b * block;
    for (size_t i = 0; i < block; ++i) sums[i] += int64_t{weights[b]} * from[i];
  }
  return sums;
}

}  // namespace

BlockMetrics::BlockMetrics(int n_classes) : n_classes_(n_classes) {
  require(n_classes > 0, "BlockMetrics", "no classes");
}

void BlockMetrics::begin_block() {
  const auto classes = static_cast<size_t>(n_classes_);
  losses_.push_back(0);
  confusion_.resize(confusion_.size() + classes * classes);
  scores_.resize(scores_.size() + classes * kSteps * 2);
}

void BlockMetrics::add(int32_t label, std::span<const float> probabilities) {
  const auto classes = static_cast<size_t>(n_classes_), truth = static_cast<size_t>(label);
  require(truth < classes && probabilities.size() == classes, "BlockMetrics", "one probability per class");
  const auto answer =
      static_cast<size_t>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
  losses_.back() -= std::log(std::clamp<double>(probabilities[truth], kLeastProbability, 1.0));
  uint16_t& count = confusion_[confusion_.size() - classes * classes + truth * classes + answer];
  require(count < std::numeric_limits<uint16_t>::max(), "BlockMetrics", "the block holds too many items");
  ++count;
  uint16_t* scores = scores_.data() + scores_.size() - classes * kSteps * 2;
  for (size_t c = 0; c < classes; ++c)
    ++scores[(c * kSteps + static_cast<size_t>(step_of(probabilities[c]))) * 2 + (c == truth ? 0 : 1)];
}

std::vector<int64_t> BlockMetrics::sum_confusion(std::span<const int32_t> weights) const {
  return sum_blocks(confusion_, static_cast<size_t>(n_classes_) * static_cast<size_t>(n_classes_), weights);
}

std::vector<int64_t> BlockMetrics::confusion() const {
  return sum_confusion(std::vector<int32_t>(losses_.size(), 1));
}

int64_t BlockMetrics::items() const {
  return std::accumulate(confusion_.begin(), confusion_.end(), int64_t{0});
}

Metrics BlockMetrics::evaluate(std::span<const int32_t> weights) const {
  require(weights.size() == losses_.size(), "BlockMetrics", "one weight for each block is needed");
  Metrics metrics;
  metrics.values.fill(std::numeric_limits<double>::quiet_NaN());
  const std::vector<int64_t> counts = sum_confusion(weights);
  const int64_t items = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  if (items == 0) return metrics;
  ClassCounts classes(n_classes_);
  for (int32_t truth = 0; truth < n_classes_; ++truth)
    for (int32_t answer = 0; answer < n_classes_; ++answer)
      classes.add(truth, answer, counts[static_cast<size_t>(truth * n_classes_ + answer)]);
  classes.evaluate(metrics);
  metrics[Metric::kAuroc] = metrics[Metric::kAuprc] = 0;
  for (const ClassAreas& areas : class_areas(weights)) {
    metrics[Metric::kAuroc] += areas.auroc / n_classes_;
    metrics[Metric::kAuprc] += areas.auprc / n_classes_;
  }
  double loss = 0;
  for (size_t b = 0; b < weights.size(); ++b) loss += weights[b] * losses_[b];
  metrics[Metric::kLogLoss] = loss / static_cast<double>(items);
  return metrics;
}

std::vector<ClassAreas> BlockMetrics::class_areas() const {
  return class_areas(std::vector<int32_t>(losses_.size(), 1));
}

std::vector<ClassAreas> BlockMetrics::class_areas(std::span<const int32_t> weights) const {
  const auto classes = static_cast<size_t>(n_classes_);
  const std::vector<int64_t> counts = sum_blocks(scores_, classes * kSteps * 2, weights);
  std::vector<ClassAreas> found;
  for (size_t c = 0; c < classes; ++c) {
    RankAreas areas;
    for (size_t step = kSteps; step-- > 0;) {
      const size_t at = (c * kSteps + step) * 2;
      areas.add_tie(counts[at], counts[at + 1]);
    }
    found.push_back({areas.auroc(), areas.auprc()});
  }
  return found;
}

}  // namespace undula
