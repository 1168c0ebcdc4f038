#include "genomics/baseline/markov.h"

#include <cmath>
#include <map>
#include <string>

#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// Occurrences of `word` in the runs of A, C, G and T of `text`.
uint32_t occurrences(const std::string& text, const std::string& word) {
  uint32_t n = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

std::string reverse_complement_text(std::string text) {
  reverse_complement(std::span(text));
  return text;
}

std::string text_of_word(uint64_t word, int bases) {
  std::string text;
  for (int i = bases; i-- > 0;) text += "ACGT"[word >> (2 * i) & 3];
  return text;
}

/// A sequence in which the base behind two others is mostly set by them.
std::vector<uint8_t> order_two_source(int64_t n, uint64_t seed) {
  std::vector<uint8_t> tokens = {0, 1};
  const RandomKey key(seed);
  for (int64_t i = 2; i < n; ++i) {
    const auto at = static_cast<uint64_t>(i);
    const auto expected = static_cast<uint8_t>((2 * tokens[at - 2] + tokens[at - 1] + 1) & 3);
    tokens.push_back(key.uniform(2 * at) < 0.7 ? expected : static_cast<uint8_t>(key.below(2 * at + 1, 4)));
  }
  return tokens;
}

double bits_per_base(const MarkovModel& model, const std::vector<uint8_t>& tokens) {
  std::vector<float> log2p(tokens.size());
  model.log2_probabilities(tokens, log2p);
  double bits = 0;
  for (const float value : log2p) bits -= value;
  return bits / static_cast<double>(count_valid(tokens));
}

}  // namespace

TEST_CASE("every word of every order is counted, on one or on both strands, and none across an N") {
  for (const bool both : {false, true}) {
    MarkovCounts counts(3);
    for (const char* part : {"ACGTTGCANNACGGT", "", "ACGTAGCNTTTACG", "CATCAGGACG"}) counts.add(tokenize(part));
    counts.finish(both);
    const std::string all = "ACGTTGCANNACGGT.ACGTAGCNTTTACG.CATCAGGACG";
    for (int order = 0; order <= 3; ++order) {
      const auto of_order = counts.of_order(order);
      REQUIRE(of_order.size() == size_t{4} << (2 * order));
      for (uint64_t word = 0; word < of_order.size(); ++word) {
        const std::string letters = text_of_word(word, order + 1);
        uint32_t expected = occurrences(all, letters);
        if (both) expected += occurrences(all, reverse_complement_text(letters));
        INFO(letters);
        CHECK(of_order[word] == expected);
      }
    }
  }
}

TEST_CASE("probabilities follow the formula, sum to 1, and forget at an N") {
  MarkovCounts counts(2);
  counts.add(tokenize("ACGACGACT"));
  counts.finish(false);
  const MarkovSettings settings{2, 4, 0.5, false};
  const MarkovModel model(counts, settings);
  CHECK(settings.weight(8) == 4);
  CHECK(settings.weight(2) == 256);
  // p(G | AC): order 0: G 2 of 9, order 1 behind C: G 2 of 3, order 2 behind AC: G 2 of 3.
  double p = 0.25;
  p = (2 + settings.weight(0) * p) / (9 + settings.weight(0));
  const double without = p;
  p = (2 + settings.weight(1) * p) / (3 + settings.weight(1));
  p = (2 + settings.weight(2) * p) / (3 + settings.weight(2));
  std::vector<float> out(7);
  model.log2_probabilities(tokenize("ACGNGAC"), out);
  CHECK(out[2] == Approx(std::log2(p)).margin(1.0 / 16));
  CHECK(out[3] == 0);
  CHECK(out[4] == Approx(std::log2(without)).margin(1.0 / 16));
  for (const char* context : {"", "A", "AC", "TTTT"}) {
    double sum = 0;
    for (const char base : std::string("ACGT")) {
      const auto tokens = tokenize(std::string(context) + base);
      std::vector<float> log2p(tokens.size());
      model.log2_probabilities(tokens, log2p);
      sum += std::exp2(log2p.back());
    }
    CHECK(sum == Approx(1).margin(1e-5));
  }
}

TEST_CASE("the order is chosen on validation data, and the model comes near its source") {
  MarkovCounts counts(8);
  counts.add(order_two_source(20'000, 1));
  counts.finish(false);
  MarkovTuner tuner(counts, false);
  tuner.add(order_two_source(5'000, 2));
  const MarkovChoice choice = tuner.best(8);
  CHECK(choice.settings.order == 2);
  CHECK(tuner.best(1).settings.order <= 1);
  CHECK(tuner.best(1).bits_per_base > choice.bits_per_base + 0.1);
  // The source's own entropy: 0.775 for the expected base, 0.075 for each other.
  const double entropy = -0.775 * std::log2(0.775) - 3 * 0.075 * std::log2(0.075);
  CHECK(choice.bits_per_base == Approx(entropy).margin(0.02));
  const MarkovModel model(counts, choice.settings);
  CHECK(bits_per_base(model, order_two_source(5'000, 2)) == Approx(choice.bits_per_base).margin(1e-3));
  CHECK(bits_per_base(model, order_two_source(5'000, 3)) == Approx(entropy).margin(0.03));
  contains(error_of(ErrorKind::kBadInput, [&] { MarkovTuner(counts, false).best(8); }), "needs validation data");
}

TEST_CASE("a model with both strands gives a sequence counts of its other strand") {
  const auto source = order_two_source(20'000, 1);
  auto other = source;
  reverse_complement(std::span(other));
  MarkovCounts both(3), apart(3);
  both.add(source);
  both.finish(true);
  apart.add(source);
  apart.add(other);
  apart.finish(false);
  const MarkovSettings settings{3, 16, 1, true};
  CHECK(bits_per_base(MarkovModel(both, settings), source) == bits_per_base(MarkovModel(apart, settings), source));
}

TEST_CASE("a stored Markov model scores the same") {
  MarkovCounts counts(5);
  counts.add(order_two_source(3000, 4));
  counts.finish(true);
  const MarkovModel model(counts, {5, 32, 0.70710678118654752, true});
  TensorFile file;
  CHECK_FALSE(MarkovModel::load(file));
  model.store(file);
  const auto loaded = MarkovModel::load(file);
  REQUIRE(loaded);
  CHECK(loaded->settings().order == 5);
  CHECK(loaded->settings().decay == model.settings().decay);
  CHECK(loaded->settings().both_strands);
  auto tokens = order_two_source(500, 5);
  tokens[100] = tokens[101] = kAmbiguousToken;
  std::vector<float> expected(tokens.size()), got(tokens.size());
  model.log2_probabilities(tokens, expected);
  loaded->log2_probabilities(tokens, got);
  CHECK(got == expected);
  for (const char* order : {"4", "11", "-1", "x"}) {
    file.metadata["markov.order"] = order;
    error_of(ErrorKind::kBadInput, [&] { MarkovModel::load(file); });
  }
}
