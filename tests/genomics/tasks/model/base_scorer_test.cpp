#include "genomics/tasks/model/base_scorer.h"

#include <cmath>

#include "core/base/random.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;

namespace {

constexpr int64_t kWindow = 64;
constexpr double kStreamed = 5e-5;

std::vector<uint8_t> random_tokens(int64_t n) {
  std::vector<uint8_t> tokens;
  for (int64_t i = 0; i < n; ++i)
    tokens.push_back(static_cast<uint8_t>(RandomKey(9).below(static_cast<uint64_t>(i), 4)));
  return tokens;
}

NextTokens pieces_of(std::span<const uint8_t> tokens, size_t piece) {
  return [tokens, piece]() mutable {
    const auto next = tokens.first(std::min(piece, tokens.size()));
    tokens = tokens.subspan(next.size());
    return next;
  };
}

struct Fixture {
  explicit Fixture(HeadKind head) {
    test::write_random_language_model(path, head, kWindow);
    model.emplace(path, 1);
  }

  /// Scores of tokens in pieces, the first of them at `first`; what is before `first` stays NaN.
  std::vector<float> streamed(std::span<const uint8_t> tokens, size_t piece, int64_t first = 0) {
    std::vector<float> scores(static_cast<size_t>(first), std::nanf(""));
    BaseScorer(*model).score(
        pieces_of(tokens, piece),
        [&](int64_t begin, std::span<const float> part) {
          REQUIRE(begin == static_cast<int64_t>(scores.size()));
          scores.insert(scores.end(), part.begin(), part.end());
        },
        first);
    return scores;
  }

  testing::TempFolder folder;
  std::string path = (folder.path() / "m.safetensors").string();
  std::optional<LanguageModel> model;
};

double largest_difference(std::span<const float> a, std::span<const float> b) {
  REQUIRE(a.size() == b.size());
  double largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    REQUIRE(std::isnan(a[i]) == std::isnan(b[i]));
    if (!std::isnan(a[i])) largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
  }
  return largest;
}

}  // namespace

TEST_CASE("a causal model's scores are its log-probabilities, however the sequence is cut") {
  Fixture f(HeadKind::kNextToken);
  std::vector<uint8_t> tokens = random_tokens(5000);
  for (size_t i = 2000; i < 2050; ++i) tokens[i] = kAmbiguousToken;
  const std::vector<std::vector<uint8_t>> one = {tokens};
  const LogProbabilities table = f.model->log_probabilities(one)[0];
  std::vector<float> want;
  for (size_t t = 0; t < tokens.size(); ++t) want.push_back(tokens[t] < 4 ? table[4 * t + tokens[t]] : std::nanf(""));
  for (const size_t piece : {size_t{1000}, size_t{4096}, size_t{333}, tokens.size()})
    CHECK(largest_difference(f.streamed(tokens, piece), want) < kStreamed);
  CHECK(largest_difference(BaseScorer(*f.model).score(one)[0], want) == 0);
  double sum = 0;
  for (const float score : want) sum += std::isnan(score) ? 0 : score;
  CHECK(sum < -4000);  // bits are spent: a score is no constant zero
}

TEST_CASE("a masked model's scores do not depend on how the sequence is cut, and each base is masked for its own") {
  Fixture f(HeadKind::kMaskedToken);
  const std::vector<uint8_t> tokens = random_tokens(300);
  const std::vector<float> whole = f.streamed(tokens, 300);
  CHECK(largest_difference(f.streamed(tokens, 1), whole) == 0);
  CHECK(largest_difference(BaseScorer(*f.model).score(std::vector<std::vector<uint8_t>>{tokens})[0], whole) == 0);
  // Base 70 lies in the core of the window [32, 96), [48, 80), masked with 56, 63, 77.
  std::vector<std::vector<uint8_t>> window(1, {tokens.begin() + 32, tokens.begin() + 96});
  for (const size_t t : {49, 56, 63, 70, 77}) window[0][t - 32] = kMaskToken;
  const LogProbabilities table = f.model->log_probabilities(window)[0];
  CHECK(whole[70] == Approx(table[4 * 38 + tokens[70]]).margin(1e-6));
}

TEST_CASE("reading from start_of() gives a masked model's scores as if the sequence were read whole") {
  Fixture f(HeadKind::kMaskedToken);
  const std::vector<uint8_t> tokens = random_tokens(600);
  BaseScorer scorer(*f.model);
  const int64_t begin = 301, end = 340, start = scorer.start_of(begin), stop = scorer.end_of(end);
  CHECK(start > 0);
  CHECK(stop < 600);
  const auto part = std::span(tokens).subspan(static_cast<size_t>(start), static_cast<size_t>(stop - start));
  const std::vector<float> whole = f.streamed(tokens, 50), cut = f.streamed(part, 50, start);
  CHECK(largest_difference(std::span(cut).subspan(301, 39), std::span(whole).subspan(301, 39)) == 0);
}
