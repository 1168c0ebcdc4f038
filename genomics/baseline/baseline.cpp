#include "genomics/baseline/baseline.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/random.h"

namespace undula {
namespace {

constexpr char kFeaturesKey[] = "baseline.features";
constexpr char kWeightName[] = "baseline.weight";
constexpr char kBiasName[] = "baseline.bias";

/// Strengths of the penalty that are tried, as the prior's share of the whole loss: l2 = strength / samples.
constexpr double kPenalties[] = {0.03, 0.3};

/// Samples in memory, their sequences end to end.
struct Corpus {
  std::vector<uint8_t> tokens;
  std::vector<size_t> ends;
  std::vector<int32_t> labels;
  std::vector<float> weights;

  std::span<const uint8_t> sequence(size_t i) const {
    const size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::span(tokens).subspan(begin, ends[i] - begin);
  }
};

/// View 0 of the samples; above `most_bases`, of a keyed draw of them.
Corpus read_corpus(const SampleSource& source, int classes, int64_t most_bases, uint64_t seed) {
  std::vector<int64_t> order(static_cast<size_t>(source.size()));
  std::iota(order.begin(), order.end(), 0);
  int64_t bases = 0;
  for (const int64_t i : order) bases += source.length(0, i);
  if (bases > most_bases) {
    const RandomKey key(seed);
    std::sort(order.begin(), order.end(),
              [&](int64_t a, int64_t b) { return std::pair(key.bits(a), a) < std::pair(key.bits(b), b); });
    size_t kept = 0;
    for (bases = 0; kept < order.size() && bases < most_bases; ++kept) bases += source.length(0, order[kept]);
    order.resize(kept);
    std::sort(order.begin(), order.end());
  }
  Corpus corpus;
  corpus.tokens.reserve(static_cast<size_t>(bases));
  Sample sample;
  for (const int64_t i : order) {
    source.get(0, i, sample);
    require(sample.label >= 0 && sample.label < classes, "baseline", "a label is outside [0, classes)");
    corpus.tokens.insert(corpus.tokens.end(), sample.tokens.begin(), sample.tokens.end());
    corpus.ends.push_back(corpus.tokens.size());
    corpus.labels.push_back(sample.label);
    corpus.weights.push_back(sample.weight);
  }
  return corpus;
}

RegressionRows extract(const Corpus& corpus, const FeatureExtractor& extractor) {
  RegressionRows data{SparseRows(extractor.count()), corpus.labels, corpus.weights};
  for (size_t i = 0; i < corpus.ends.size(); ++i) extractor.append(corpus.sequence(i), data.rows);
  return data;
}

/// The length of every sequence, or 0 where they differ.
int64_t common_length(const Corpus& corpus) {
  const auto length = static_cast<int64_t>(corpus.sequence(0).size());
  for (size_t i = 0; i < corpus.ends.size(); ++i) {
    if (static_cast<int64_t>(corpus.sequence(i).size()) != length) return 0;
  }
  return length;
}

SoftmaxFit fit_features(const Corpus& train, const Corpus& valid, const FeatureKind& kind, int classes,
                        ThreadPool& pool) {
  const FeatureExtractor extractor(kind);
  const RegressionRows train_rows = extract(train, extractor), valid_rows = extract(valid, extractor);
  SoftmaxFit best;
  for (const double penalty : kPenalties) {
    const double l2 = penalty / static_cast<double>(train.labels.size());
    SoftmaxFit fit = fit_softmax(train_rows, valid_rows, classes, l2, pool);
    if (best.model.classes == 0 || fit.valid_log_loss < best.valid_log_loss) best = std::move(fit);
  }
  return best;
}

/// How a model file names features: "kmers 6", "kmers-up-to 6", "positions 70".
std::string text_of(const FeatureKind& kind) {
  constexpr const char* kTypes[] = {"kmers ", "kmers-up-to ", "positions "};
  return kTypes[static_cast<size_t>(kind.type)] + std::to_string(kind.size);
}

FeatureKind kind_from(const std::string& text) {
  using enum FeatureKind::Type;
  for (const auto& [type, least, most] : {std::tuple(kKmers, 1, 8), {kKmersUpTo, 3, 8}, {kPositions, 1, 512}}) {
    for (int size = least; size <= most; ++size) {
      if (text_of({type, size}) == text) return {type, size};
    }
  }
  throw Error(ErrorKind::kBadInput, "unknown baseline features", kFeaturesKey);
}

}  // namespace

Baseline::Baseline(const FeatureKind& kind, SoftmaxRegression model)
    : kind_(kind), extractor_(kind), model_(std::move(model)) {}

Baseline Baseline::fit(const SampleSource& train, const SampleSource& valid, int classes,
                       const BaselineOptions& options, ThreadPool& pool, std::vector<BaselineTrial>* trials) {
  const int64_t most_bases = options.max_work / ((classes + 3) / 4 * 4);
  const Corpus train_corpus = read_corpus(train, classes, most_bases, options.seed);
  const Corpus valid_corpus = read_corpus(valid, classes, most_bases, options.seed);
  require(!train_corpus.labels.empty() && !valid_corpus.labels.empty(), "baseline", "there are no samples");

  std::optional<FeatureKind> kind;
  SoftmaxFit best;
  const auto try_features = [&](const FeatureKind& features) {
    SoftmaxFit fit = fit_features(train_corpus, valid_corpus, features, classes, pool);
    if (trials) trials->push_back({features, fit.valid_log_loss, fit.valid_accuracy});
    if (kind && fit.valid_log_loss >= best.valid_log_loss) return false;
    kind = features;
    best = std::move(fit);
    return true;
  };
  for (int k = options.min_k; k <= options.max_k; ++k) {
    if (!try_features({FeatureKind::Type::kKmers, k})) break;
  }
  const int k = kind->size;
  if (k > 3 && k * static_cast<int64_t>(train_corpus.tokens.size()) <= most_bases) {
    try_features({FeatureKind::Type::kKmersUpTo, k});
  }
  const int64_t length = common_length(train_corpus);
  if (length > 0 && length <= options.longest_by_position && length == common_length(valid_corpus)) {
    try_features({FeatureKind::Type::kPositions, static_cast<int>(length)});
  }
  return Baseline(*kind, std::move(best.model));
}

std::vector<float> Baseline::predict(std::span<const uint8_t> tokens) const {
  SparseRows rows(extractor_.count());
  extractor_.append(tokens, rows);
  std::vector<float> probabilities(static_cast<size_t>(model_.classes));
  model_.predict(rows.row(0), probabilities.data());
  return probabilities;
}

Predictions Baseline::predict(const SampleSource& source, ThreadPool& pool) const {
  const int64_t n = source.size();
  Predictions predictions{model_.classes, std::vector<float>(static_cast<size_t>(n * model_.classes)),
                          std::vector<int32_t>(static_cast<size_t>(n))};
  pool.parallel_for(n, 64, [&](int64_t begin, int64_t end) {
    Sample sample;
    SparseRows rows(extractor_.count());
    for (int64_t i = begin; i < end; ++i) {
      source.get(0, i, sample);
      extractor_.append(sample.tokens, rows);
      model_.predict(rows.row(i - begin), predictions.probabilities.data() + i * model_.classes);
      predictions.labels[i] = sample.label;
    }
  });
  return predictions;
}

std::string Baseline::describe() const {
  return "logistic regression on " + title_of(kind_) + " (" + std::to_string(extractor_.count()) + " features)";
}

void Baseline::store(TensorFile& content) const {
  content.metadata[kFeaturesKey] = text_of(kind_);
  const std::span<const float> weights(model_.weights);
  const int64_t cells = model_.columns * model_.classes;
  content.add<float>(kWeightName, {model_.columns, model_.classes}, weights.first(static_cast<size_t>(cells)));
  content.add<float>(kBiasName, {model_.classes}, weights.subspan(static_cast<size_t>(cells)));
}

std::optional<Baseline> Baseline::load(const TensorFile& content, int classes) {
  const auto features = content.metadata.find(kFeaturesKey);
  if (features == content.metadata.end()) return std::nullopt;
  const FeatureKind kind = kind_from(features->second);
  SoftmaxRegression model{FeatureExtractor(kind).count(), classes, {}};
  model.weights = content.floats(kWeightName, {model.columns, classes});
  const std::vector<float> bias = content.values<float>(kBiasName, {classes});
  model.weights.insert(model.weights.end(), bias.begin(), bias.end());
  if (!std::all_of(model.weights.begin(), model.weights.end(), [](float w) { return std::isfinite(w); })) {
    throw Error(ErrorKind::kBadInput, "the baseline holds a number that is not finite", kWeightName);
  }
  return Baseline(kind, std::move(model));
}

}  // namespace undula
