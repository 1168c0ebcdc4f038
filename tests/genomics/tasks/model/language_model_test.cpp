#include "genomics/tasks/model/language_model.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

namespace undula::test {
namespace {

constexpr double kStreamed = 5e-5;

std::vector<uint8_t> random_bases(int64_t n, uint64_t seed) {
  std::vector<uint8_t> tokens;
  for (int64_t t = 0; t < n; ++t)
    tokens.push_back(static_cast<uint8_t>(RandomKey(seed).below(static_cast<uint64_t>(t), 4)));
  if (n > 20) tokens[17] = kAmbiguousToken;
  return tokens;
}

LogProbabilities score(LanguageModel& model, const std::vector<uint8_t>& tokens) {
  return model.log_probabilities(std::span(&tokens, 1))[0];
}

double largest_difference(const LogProbabilities& a, const LogProbabilities& b) {
  REQUIRE(a.size() == b.size());
  double largest = 0;
  for (size_t i = 0; i < a.size(); ++i) largest = std::max<double>(largest, std::abs(a[i] - b[i]));
  return largest;
}

struct Model {
  explicit Model(HeadKind head, int threads = 2) : path(folder.path() / "lm.safetensors") {
    write_random_language_model(path, head);
    model.emplace(path, threads);
  }
  testing::TempFolder folder;
  std::string path;
  std::optional<LanguageModel> model;
};

}  // namespace

TEST_CASE("the chances of a position add up to one, whatever stands there") {
  const auto head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  Model from(head);
  std::vector<uint8_t> tokens = random_bases(300, 1);
  const LogProbabilities table = score(*from.model, tokens);
  REQUIRE(table.size() == 1200);
  for (size_t t = 0; t < 300; ++t) {
    double sum = 0;
    for (size_t c = 0; c < 4; ++c) sum += std::exp(table[4 * t + c]);
    CHECK(sum == Approx(1).epsilon(1e-6));
  }
  CHECK(log_probability_of(table, 2, 3) == table[11]);
  CHECK(log_probability_of(table, 2, kAmbiguousToken) == 0);
}

TEST_CASE("a sequence scores the same alone and among others, to the bit, at any thread count") {
  const auto head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  std::vector<std::vector<uint8_t>> sequences;
  for (const int64_t n : {70, 3000, 0, 1, 4097, 33}) sequences.push_back(random_bases(n, static_cast<uint64_t>(n)));
  for (int64_t n = 0; n < 20; ++n) sequences.push_back(random_bases(40 + n, static_cast<uint64_t>(n)));
  Model two(head, 2), one(head, 1);
  const std::vector<LogProbabilities> together = two.model->log_probabilities(sequences);
  for (size_t i = 0; i < sequences.size(); ++i) {
    REQUIRE(together[i].size() == 4 * sequences[i].size());
    CHECK(score(*one.model, sequences[i]) == together[i]);
  }
}

TEST_CASE("a causal model sees what is before a base and nothing else") {
  Model from(HeadKind::kNextToken);
  const std::vector<uint8_t> tokens = random_bases(60, 4);
  std::vector<uint8_t> changed = tokens;
  changed[30] = static_cast<uint8_t>((changed[30] + 1) % 4);
  const auto tables = from.model->log_probabilities(std::vector{tokens, changed});
  CHECK(std::equal(tables[0].begin(), tables[0].begin() + 4 * 31, tables[1].begin()));
  CHECK_FALSE(std::equal(tables[0].begin() + 4 * 31, tables[0].begin() + 4 * 32, tables[1].begin() + 4 * 31));
}

TEST_CASE("a masked model sees what stands at a position and around it") {
  Model from(HeadKind::kMaskedToken);
  const std::vector<uint8_t> tokens = random_bases(60, 4);
  std::vector<uint8_t> masked = tokens;
  masked[30] = kMaskToken;
  const auto tables = from.model->log_probabilities(std::vector{tokens, masked});
  for (const int64_t t : {0, 30, 59})
    CHECK(tables[0][static_cast<size_t>(4 * t)] != tables[1][static_cast<size_t>(4 * t)]);
}

TEST_CASE("a streamed sequence scores as the whole, however it is cut, and streams take turns") {
  Model from(HeadKind::kNextToken);
  const std::vector<uint8_t> tokens = random_bases(5000, 9);
  const LogProbabilities want = score(*from.model, tokens);
  LanguageStream other(*from.model), stream(*from.model);
  for (const size_t piece : {1000U, 4999U, 37U}) {
    LogProbabilities got;
    for (size_t begin = 0; begin < tokens.size(); begin += piece) {
      const std::span<const uint8_t> part = std::span(tokens).subspan(begin, std::min(piece, tokens.size() - begin));
      const LogProbabilities found = stream.next(part);
      got.insert(got.end(), found.begin(), found.end());
      other.next(part.subspan(0, 1));
    }
    CHECK(largest_difference(got, want) < kStreamed);
    stream.restart();
  }
}

TEST_CASE("models of another kind are refused") {
  const testing::TempFolder folder;
  const std::string path = folder.path() / "model.safetensors";
  write_random_classifier(path, 100);
  testing::contains(testing::error_of(ErrorKind::kBadInput, [&] { LanguageModel model(path, 1); }),
                    "the model is no language model");
  write_random_language_model(path, HeadKind::kMaskedToken);
  LanguageModel masked(path, 1);
  CHECK_FALSE(masked.causal());
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { LanguageStream stream(masked); }),
                    "cannot be run piece by piece");
}

}  // namespace undula::test
