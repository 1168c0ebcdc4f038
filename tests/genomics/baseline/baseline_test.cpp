#include "genomics/baseline/baseline.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

class Samples : public SampleSource {
 public:
  std::vector<Sample> samples;
  int64_t size() const override { return static_cast<int64_t>(samples.size()); }
  int64_t max_length() const override { return 200; }
  int64_t length(int64_t, int64_t i) const override { return static_cast<int64_t>(samples[i].tokens.size()); }
  void get(int64_t, int64_t i, Sample& out) const override { out = samples[i]; }
};

/// Random sequences; those of class 1 hold the motif, on either strand, at a random place or always at `place`.
Samples with_motif(int64_t count, const std::vector<uint8_t>& motif, int64_t length, int64_t place, uint64_t seed) {
  Samples source;
  for (int64_t i = 0; i < count; ++i) {
    const RandomKey key = RandomKey(seed).fold(i);
    Sample sample;
    sample.label = static_cast<int32_t>(i % 2);
    for (int64_t j = 0; j < length; ++j) sample.tokens.push_back(static_cast<uint8_t>(key.below(j, 4)));
    if (sample.label == 1) {
      const int64_t at = place >= 0 ? place : key.below(length, length - static_cast<int64_t>(motif.size()));
      std::copy(motif.begin(), motif.end(), sample.tokens.begin() + at);
      if (place < 0 && key.below(length + 1, 2)) reverse_complement(std::span(sample.tokens));
    }
    source.samples.push_back(std::move(sample));
  }
  return source;
}

const std::vector<uint8_t> kMotif = {0, 1, 1, 2, 3, 3};

BaselineOptions up_to(int max_k) {
  BaselineOptions options;
  options.max_k = max_k;
  return options;
}

}  // namespace

TEST_CASE("the baseline finds a motif anywhere, on either strand, by its k-mers") {
  const Samples train = with_motif(2000, kMotif, 60, -1, 1), valid = with_motif(400, kMotif, 60, -1, 2);
  ThreadPool pool(2);
  std::vector<BaselineTrial> trials;
  const Baseline baseline = Baseline::fit(train, valid, 2, up_to(7), pool, &trials);
  CHECK(baseline.features() == FeatureKind{FeatureKind::Type::kKmers, 6});
  CHECK(baseline.describe() == "logistic regression on canonical 6-mers (2080 features)");
  CHECK(trials.front().features.size == 3);
  CHECK(trials.back().features.type == FeatureKind::Type::kPositions);
  const Metrics metrics = compute_metrics(baseline.predict(with_motif(400, kMotif, 60, -1, 3), pool));
  CHECK(metrics[Metric::kAccuracy] > 0.95);
}

TEST_CASE("the baseline finds bases at fixed places by position") {
  const std::vector<uint8_t> weak = {0, 3};  // too short to stand out as a k-mer
  const Samples train = with_motif(1000, weak, 40, 17, 1), valid = with_motif(300, weak, 40, 17, 2);
  ThreadPool pool(2);
  const Baseline baseline = Baseline::fit(train, valid, 2, up_to(4), pool);
  CHECK(baseline.features() == FeatureKind{FeatureKind::Type::kPositions, 40});
  CHECK(compute_metrics(baseline.predict(valid, pool))[Metric::kAccuracy] > 0.9);

  BaselineOptions options = up_to(4);
  options.longest_by_position = 39;
  CHECK(Baseline::fit(train, valid, 2, options, pool).features().type == FeatureKind::Type::kKmers);
  Samples ragged = train;
  ragged.samples[7].tokens.pop_back();
  CHECK(Baseline::fit(ragged, valid, 2, up_to(4), pool).features().type == FeatureKind::Type::kKmers);
}

TEST_CASE("several k side by side are tried at the chosen k, where the budget allows") {
  const Samples train = with_motif(400, kMotif, 60, -1, 1);
  ThreadPool pool(2);
  BaselineOptions options = up_to(4);
  const auto tried = [&] {
    std::vector<BaselineTrial> trials;
    Baseline::fit(train, train, 2, options, pool, &trials);
    return std::any_of(trials.begin(), trials.end(), [](const BaselineTrial& trial) {
      return trial.features == FeatureKind{FeatureKind::Type::kKmersUpTo, 4};
    });
  };
  CHECK(tried());
  options.max_work = 400 * 60 * 4 * 3;
  CHECK(!tried());
}

TEST_CASE("the baseline is the same for any number of threads") {
  const Samples train = with_motif(500, kMotif, 60, -1, 1), valid = with_motif(200, kMotif, 60, -1, 2);
  ThreadPool one(1), three(3);
  const auto bytes = [&](ThreadPool& pool) {
    TensorFile content;
    Baseline::fit(train, valid, 2, up_to(5), pool).store(content);
    return content.values<float>("baseline.weight", content.find("baseline.weight")->shape);
  };
  CHECK(bytes(one) == bytes(three));
}

TEST_CASE("more data than the budget is drawn from, by seed") {
  const Samples train = with_motif(2000, kMotif, 60, -1, 1), valid = with_motif(300, kMotif, 60, -1, 2);
  ThreadPool pool(2);
  BaselineOptions options = up_to(3);
  options.max_work = 60 * 4 * 500;
  const auto probability = [&](uint64_t seed) {
    options.seed = seed;
    return Baseline::fit(train, valid, 2, options, pool).predict(valid.samples[1].tokens)[1];
  };
  CHECK(probability(1) == probability(1));
  CHECK(probability(1) != probability(2));
}

TEST_CASE("a baseline reads back from a model file") {
  const Samples train = with_motif(300, kMotif, 60, -1, 1);
  ThreadPool pool(2);
  const Baseline baseline = Baseline::fit(train, train, 2, up_to(4), pool);
  TensorFile content;
  baseline.store(content);
  const std::optional<Baseline> read = Baseline::load(content, 2);
  REQUIRE(read);
  CHECK(read->features() == baseline.features());
  for (const Sample& sample : train.samples) CHECK(read->predict(sample.tokens) == baseline.predict(sample.tokens));
  CHECK(read->predict(train, pool).probabilities == baseline.predict(train, pool).probabilities);

  CHECK(!Baseline::load(TensorFile(), 2));
  CHECK_THROWS_AS(Baseline::load(content, 3), Error);
  for (const char* bad : {"kmers 9", "kmers 03", "kmers-up-to 2", "kmers-up-to 5", "kmers", "", "bases 4", "kmers 5"}) {
    content.metadata["baseline.features"] = bad;
    CHECK_THROWS_AS(Baseline::load(content, 2), Error);
  }
  TensorFile infinite;
  infinite.metadata["baseline.features"] = "positions 1";
  infinite.add<float>("baseline.weight", {4, 2}, std::vector<float>{0, 0, 0, INFINITY, 0, 0, 0, 0});
  infinite.add<float>("baseline.bias", {2}, std::vector<float>{0, 0});
  CHECK_THROWS_AS(Baseline::load(infinite, 2), Error);
}

TEST_CASE("a sequence without features gets the odds of the classes") {
  Samples train = with_motif(300, kMotif, 60, -1, 1);
  for (Sample& sample : train.samples) sample.weight = sample.label == 0 ? 3.0f : 1.0f;
  ThreadPool pool(1);
  const Baseline baseline = Baseline::fit(train, train, 2, up_to(3), pool);
  const std::vector<float> p = baseline.predict(std::vector<uint8_t>{4, 4, 4, 4});
  CHECK(p[0] + p[1] == Approx(1));
  CHECK(p[0] > p[1]);
}

TEST_CASE("the baseline refuses labels it cannot know, and no samples") {
  Samples train = with_motif(20, kMotif, 60, -1, 1);
  ThreadPool pool(1);
  CHECK_THROWS_AS(Baseline::fit(train, Samples(), 2, {}, pool), Error);
  CHECK_THROWS_AS(Baseline::fit(Samples(), train, 2, {}, pool), Error);
  train.samples[3].label = 2;
  CHECK_THROWS_AS(Baseline::fit(train, train, 2, {}, pool), Error);
}

}  // namespace undula
