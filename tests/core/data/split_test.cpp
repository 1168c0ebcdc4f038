#include "core/data/split.h"

#include <algorithm>
#include <numeric>

#include "tests/support/catch.h"

using namespace undula;

namespace {

int64_t count(const std::vector<Split>& splits, const std::vector<int32_t>& labels, Split split, int32_t label) {
  int64_t n = 0;
  for (size_t i = 0; i < splits.size(); ++i) n += splits[i] == split && labels[i] == label;
  return n;
}

}  // namespace

TEST_CASE("a split is stratified, seeded and independent of order") {
  std::vector<int32_t> labels;
  SplitKeys keys;
  for (uint64_t i = 0; i < 1100; ++i) {
    labels.push_back(i < 1000 ? 0 : 1);
    keys.push_back(i * 7919);
  }
  const std::vector<Split> splits = assign_splits(labels, {{keys}}, {}, 1);
  CHECK(count(splits, labels, Split::kTrain, 0) == 800);
  CHECK(count(splits, labels, Split::kValid, 0) == 100);
  CHECK(count(splits, labels, Split::kTest, 1) == 10);
  CHECK(splits == assign_splits(labels, {{keys}}, {}, 1));
  CHECK(splits != assign_splits(labels, {{keys}}, {}, 2));

  std::vector<int32_t> reversed_labels(labels.rbegin(), labels.rend());
  SplitKeys reversed_keys(keys.rbegin(), keys.rend());
  std::vector<Split> reversed = assign_splits(reversed_labels, {{reversed_keys}}, {}, 1);
  std::reverse(reversed.begin(), reversed.end());
  CHECK(reversed == splits);
}

TEST_CASE("samples that share a key stay together, also through others") {
  std::vector<int32_t> labels(300, 0);
  SplitKeys by_threes, by_pairs_of_threes;
  for (uint64_t i = 0; i < labels.size(); ++i) {
    by_threes.push_back(i / 3);
    by_pairs_of_threes.push_back(i % 3 == 0 ? i / 6 : 1000 + i);
  }
  const std::vector<Split> splits = assign_splits(labels, {{by_threes, by_pairs_of_threes}}, {}, 3);
  for (size_t i = 0; i < splits.size(); ++i) CHECK(splits[i] == splits[i / 6 * 6]);
  CHECK(count(splits, labels, Split::kTrain, 0) == 240);
}

TEST_CASE("few or large groups still fill every split") {
  std::vector<int32_t> labels(100, 0);
  SplitKeys keys(100);
  for (size_t i = 0; i < keys.size(); ++i) keys[i] = i < 90 ? 5 : i < 95 ? 6 : 7;
  const std::vector<Split> splits = assign_splits(labels, {{keys}}, {}, 4);
  CHECK(splits[0] == Split::kTrain);
  CHECK(splits[90] != splits[95]);
  CHECK(splits[90] != Split::kTrain);

  const std::vector<Split> two = assign_splits(std::vector<int32_t>{0, 0}, {{SplitKeys{1, 2}}}, {}, 4);
  CHECK(std::count(two.begin(), two.end(), Split::kNone) == 0);
  const std::vector<Split> no_test = assign_splits(labels, {{keys}}, {0.9, 0.1, 0}, 4);
  CHECK(count(no_test, labels, Split::kTest, 0) == 0);
}

TEST_CASE("split words") {
  CHECK(split_from("dev") == Split::kValid);
  CHECK(split_from("Train") == Split::kNone);
  CHECK(to_string(Split::kTest) == "test");
}

TEST_CASE("a data set counts its samples by class and split") {
  Dataset data;
  data.classes = {"a", "b"};
  for (int i = 0; i < 6; ++i) {
    data.samples.push_back({"r", {0, 1}, i % 2, 1, "", i < 3 ? Split::kTrain : Split::kTest});
  }
  CHECK(data.counts(Split::kTrain) == std::vector<int64_t>{2, 1});
  CHECK(data.counts(Split::kValid) == std::vector<int64_t>{0, 0});
  CHECK(data.indices(Split::kTest) == std::vector<int64_t>{3, 4, 5});
}
