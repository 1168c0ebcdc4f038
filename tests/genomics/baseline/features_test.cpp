#include "genomics/baseline/features.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

using Type = FeatureKind::Type;

/// The row of one sequence, by column.
std::map<int, float> row_of(const FeatureKind& kind, std::span<const uint8_t> tokens) {
  const FeatureExtractor extractor(kind);
  SparseRows rows(extractor.count());
  extractor.append(tokens, rows);
  const SparseRows::Row row = rows.row(0);
  std::map<int, float> values;
  for (size_t j = 0; j < row.columns.size(); ++j) values[row.columns[j]] = row.values[j];
  return values;
}

}  // namespace

TEST_CASE("canonical k-mers number (4^k + palindromes) / 2") {
  const std::vector<std::pair<int, int>> expected = {{1, 2}, {2, 10}, {3, 32}, {4, 136}, {6, 2080}, {8, 32896}};
  for (const auto& [k, count] : expected) CHECK(FeatureExtractor({Type::kKmers, k}).count() == count);
}

TEST_CASE("a sequence and its reverse complement have the same k-mers") {
  std::vector<uint8_t> tokens = tokenize("ACGTTGCANNACGGGATTACA");
  for (int k = 1; k <= 8; ++k) {
    const auto forward = row_of({Type::kKmers, k}, tokens);
    reverse_complement(std::span(tokens));
    CHECK(row_of({Type::kKmers, k}, tokens) == forward);
  }
}

TEST_CASE("rows hold square roots of counts, scaled to norm 1") {
  // AA, AA, AC: AA (= TT) twice and AC (= GT) once.
  const auto row = row_of({Type::kKmers, 2}, tokenize("AAAC"));
  REQUIRE(row.size() == 2);
  CHECK(row.begin()->second == Approx(std::sqrt(2.0 / 3)));
  CHECK(row.rbegin()->second == Approx(std::sqrt(1.0 / 3)));
}

TEST_CASE("k-mers with an ambiguous base do not count") {
  const FeatureKind kind{Type::kKmers, 3};
  CHECK(row_of(kind, tokenize("ACGNACG")) == row_of(kind, tokenize("ACG")));
  CHECK(row_of(kind, tokenize("ACNGT")).empty());
  CHECK(row_of(kind, tokenize("AC")).empty());
  CHECK(row_of(kind, {}).empty());
}

TEST_CASE("k-mers of several k stand side by side") {
  CHECK(FeatureExtractor({Type::kKmersUpTo, 5}).count() == 32 + 136 + 512);
  CHECK(FeatureExtractor({Type::kKmersUpTo, 3}).count() == 32);
  const std::vector<uint8_t> tokens = tokenize("ACGTTG");  // four 3-mers, three 4-mers, all different but ACG = CGT
  const auto row = row_of({Type::kKmersUpTo, 4}, tokens);
  CHECK(row.size() == 3 + 3);
  CHECK(std::count_if(row.begin(), row.end(), [](const auto& entry) { return entry.first < 32; }) == 3);
}

TEST_CASE("bases by position") {
  const FeatureKind kind{Type::kPositions, 3};
  CHECK(FeatureExtractor(kind).count() == 12);
  const float value = static_cast<float>(std::sqrt(0.5));
  CHECK(row_of(kind, tokenize("CNTA")) == std::map<int, float>{{1, value}, {11, value}});
  CHECK(row_of(kind, tokenize("G")) == std::map<int, float>{{2, 1.0f}});
}

TEST_CASE("impossible features are refused") {
  CHECK_THROWS_AS(FeatureExtractor({Type::kKmers, 0}), Error);
  CHECK_THROWS_AS(FeatureExtractor({Type::kKmers, 9}), Error);
  CHECK_THROWS_AS(FeatureExtractor({Type::kKmersUpTo, 2}), Error);
  CHECK_THROWS_AS(FeatureExtractor({Type::kPositions, 513}), Error);
}

}  // namespace undula
