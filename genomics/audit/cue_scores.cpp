#include "genomics/audit/cue_scores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/train/metrics.h"

namespace undula {
namespace {

constexpr double kLeastMcc = 0.1;
constexpr double kStandardErrors = 3;
constexpr size_t kBins = 100, kLeastInBin = 20;

/// Numbers up to `upper` and above those of the bin before.
struct Bin {
  double upper;
  int32_t answer;
};

std::vector<Bin> make_bins(const CueValues& train, int64_t classes) {
  std::vector<size_t> order(train.values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return train.values[a] < train.values[b]; });
  const size_t least = std::max(kLeastInBin, order.size() / kBins);
  std::vector<Bin> bins;
  std::vector<int32_t> labels;
  for (size_t k = 0; k < order.size(); ++k) {
    labels.push_back(train.labels[order[k]]);
    const bool last = k + 1 == order.size();
    if (!last && (labels.size() < least || train.values[order[k]] == train.values[order[k + 1]])) continue;
    bins.push_back({train.values[order[k]], majority_label(labels, classes)});
    labels.clear();
  }
  return bins;
}

}  // namespace

bool CueScore::better_than_chance() const {
  return mcc >= kLeastMcc && mcc >= kStandardErrors / std::sqrt(static_cast<double>(of));
}

CueScore score_answers(const std::string& name, const std::string& title, std::span<const int32_t> answers,
                       std::span<const int32_t> labels, int64_t classes) {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(classes);
  predictions.labels.assign(labels.begin(), labels.end());
  predictions.probabilities.assign(labels.size() * static_cast<size_t>(classes), 0);
  CueScore score{name, title, 0, 0, 0, static_cast<int64_t>(labels.size())};
  for (size_t i = 0; i < labels.size(); ++i) {
    predictions.probabilities[i * static_cast<size_t>(classes) + static_cast<size_t>(answers[i])] = 1;
    score.right += answers[i] == labels[i];
  }
  const Metrics metrics = compute_metrics(predictions);
  score.accuracy = metrics[Metric::kAccuracy];
  score.mcc = metrics[Metric::kMcc];
  return score;
}

int32_t majority_label(std::span<const int32_t> labels, int64_t classes) {
  std::vector<int64_t> counts(static_cast<size_t>(classes), 0);
  for (const int32_t label : labels) ++counts[static_cast<size_t>(label)];
  return static_cast<int32_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

std::vector<int32_t> classify_by_cue(const CueValues& train, const CueValues& test, int64_t classes) {
  const std::vector<Bin> bins = make_bins(train, classes);
  std::vector<int32_t> answers;
  for (const double value : test.values) {
    const auto found =
        std::lower_bound(bins.begin(), bins.end() - 1, value, [](const Bin& bin, double v) { return bin.upper < v; });
    answers.push_back(found->answer);
  }
  return answers;
}

}  // namespace undula
