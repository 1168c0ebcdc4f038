#include "core/audit/cue_scores.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

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

CueJudge::CueJudge(std::vector<int32_t> labels, std::vector<std::string> classes)
    : labels_(std::move(labels)), classes_(std::move(classes)) {}

void CueJudge::add_intervals(std::vector<std::string> groups, const BootstrapOptions& options, ThreadPool& pool) {
  groups_ = std::move(groups);
  bootstrap_ = options;
  pool_ = &pool;
}

Predictions CueJudge::predictions(std::span<const int32_t> answers) const {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(classes_.size());
  predictions.labels = labels_;
  predictions.probabilities.assign(labels_.size() * classes_.size(), 0);
  for (size_t i = 0; i < labels_.size(); ++i)
    predictions.probabilities[i * classes_.size() + static_cast<size_t>(answers[i])] = 1;
  return predictions;
}

CueScore CueJudge::count(const std::string& name, const std::string& title, std::span<const int32_t> answers) const {
  CueScore score{name, title, 0, 0, 0, static_cast<int64_t>(labels_.size()), {}};
  for (size_t i = 0; i < labels_.size(); ++i) score.right += answers[i] == labels_[i];
  const Metrics metrics = compute_metrics(predictions(answers));
  score.accuracy = metrics[Metric::kAccuracy];
  score.mcc = metrics[Metric::kMcc];
  return score;
}

CueScore CueJudge::score(const std::string& name, const std::string& title, std::span<const int32_t> answers) const {
  CueScore score = count(name, title, answers);
  if (pool_ != nullptr) score.interval = bootstrap(predictions(answers), nullptr, groups_, bootstrap_, *pool_).model;
  return score;
}

CueScore CueJudge::score_look_up(const std::string& name, const std::string& title,
                                 std::span<const int32_t> found) const {
  double accuracy = -1;
  std::vector<int32_t> best;
  size_t best_class = 0;
  for (size_t otherwise = 0; otherwise < classes_.size(); ++otherwise) {
    std::vector<int32_t> answers(found.begin(), found.end());
    std::replace(answers.begin(), answers.end(), -1, static_cast<int32_t>(otherwise));
    const double reached = count(name, title, answers).accuracy;
    if (reached <= accuracy) continue;
    accuracy = reached;
    best = std::move(answers);
    best_class = otherwise;
  }
  return score(name, title + " (else '" + classes_[best_class] + "')", best);
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

std::vector<int32_t> classify_by_value(const CueValues& train, const CueValues& test, int64_t classes) {
  std::map<double, std::vector<int32_t>> labels;
  for (size_t i = 0; i < train.values.size(); ++i) labels[train.values[i]].push_back(train.labels[i]);
  const int32_t most = majority_label(train.labels, classes);
  std::vector<int32_t> answers;
  for (const double value : test.values) {
    const auto found = labels.find(value);
    answers.push_back(found == labels.end() ? most : majority_label(found->second, classes));
  }
  return answers;
}

}  // namespace undula
