#include "core/audit/cue_scores.h"

#include "core/base/random.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

/// Values in [0, 1) of two classes in turn, those of class 1 `shift` higher.
CueValues shifted(int n, double shift, uint64_t seed) {
  CueValues cue;
  for (int i = 0; i < n; ++i) {
    cue.labels.push_back(i % 2);
    cue.values.push_back(RandomKey(seed).uniform(static_cast<uint64_t>(i)) + shift * (i % 2));
  }
  return cue;
}

CueScore score(const CueValues& train, const CueValues& test) {
  return CueJudge(test.labels, {"a", "b"}).score("cue", "a cue", classify_by_cue(train, test, 2));
}

}  // namespace

TEST_CASE("a classifier that sees one number is as good as the number") {
  const CueScore apart = score(shifted(2000, 2, 1), shifted(500, 2, 2));
  CHECK(apart.accuracy == 1);
  CHECK(apart.mcc == Approx(1));
  CHECK(apart.better_than_chance());
  // Uniform distributions that share half of their range: 0.75 is the best there is.
  const CueScore half = score(shifted(20000, 0.5, 1), shifted(20000, 0.5, 2));
  CHECK(half.accuracy == Approx(0.75).margin(0.02));
  CHECK(half.better_than_chance());
  const CueScore none = score(shifted(2000, 0, 1), shifted(500, 0, 2));
  CHECK(none.accuracy == Approx(0.5).margin(0.07));
  CHECK_FALSE(none.better_than_chance());
}

TEST_CASE("a value of its own that one class alone has is found among others") {
  CueValues train = shifted(1000, 0, 1);
  for (size_t i = 1; i < 1000; i += 4) train.values[i] = 0.5;  // half of class 1
  CueValues test = shifted(200, 0, 2);
  for (size_t i = 1; i < 200; i += 4) test.values[i] = 0.5;
  CHECK(score(train, test).accuracy > 0.65);
}

TEST_CASE("one value, and numbers outside those of train") {
  const CueValues same{{70, 70, 70}, {1, 1, 0}};
  CHECK(classify_by_cue(same, {{10, 70, 90}, {0, 0, 0}}, 2) == std::vector<int32_t>{1, 1, 1});
}

TEST_CASE("the majority class has an MCC of zero; few rows are no evidence") {
  const std::vector<int32_t> labels = {0, 0, 0, 1, 1};
  const CueJudge judge(labels, {"a", "b"});
  CHECK(majority_label(labels, 2) == 0);
  CHECK(majority_label(std::vector<int32_t>{1, 0}, 2) == 0);
  const CueScore most = judge.score("majority", "", std::vector<int32_t>(5, 0));
  CHECK(most.accuracy == Approx(0.6));
  CHECK(most.mcc == 0);
  CHECK(most.right == 3);
  const CueScore all = judge.score("lucky", "", labels);
  CHECK(all.mcc == Approx(1));
  CHECK_FALSE(all.better_than_chance());
}

TEST_CASE("values that are names: each has the answer of its own samples, a new one that of all") {
  const CueValues train{{8000, 8000, 44100, 8000, 44100}, {0, 0, 1, 1, 1}};
  CHECK(classify_by_value(train, {{44100, 8000, 16000}, {0, 0, 0}}, 2) == std::vector<int32_t>{1, 0, 1});
}

TEST_CASE("what is looked up counts with the best answer for the rest; intervals hold the score") {
  CueJudge judge({0, 1, 1, 1, 0, 1, 1, 0}, {"a", "b"});
  const std::vector<int32_t> found = {0, -1, -1, 1, -1, -1, -1, 0};
  const CueScore plain = judge.score_look_up("look_up", "looking up", found);
  CHECK(plain.title == "looking up (else 'b')");
  CHECK(plain.right == 7);
  CHECK_FALSE(plain.interval);
  ThreadPool pool(2);
  judge.add_intervals({}, {200, 1}, pool);
  const CueScore held = judge.score_look_up("look_up", "looking up", found);
  REQUIRE(held.interval);
  CHECK(held.interval->value[Metric::kAccuracy] == Approx(plain.accuracy));
  CHECK(held.interval->low[Metric::kAccuracy] < plain.accuracy);
  CHECK(held.interval->high[Metric::kAccuracy] >= plain.accuracy);
}
