#include "audio/baseline/code_trigram.h"

#include <cmath>

#include "audio/baseline/trigram_tuner.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

/// Tokens of which each is one of two that follow from the two before it.
std::vector<uint8_t> second_order(size_t n, uint64_t seed) {
  std::vector<uint8_t> tokens = {128, 128};
  const RandomKey key(seed);
  for (size_t i = 0; i < n; ++i) {
    const size_t at = tokens.size();
    const bool flip = key.uniform(i) < 0.1;
    tokens.push_back(static_cast<uint8_t>(128 + ((tokens[at - 1] ^ tokens[at - 2] ^ (flip ? 1 : 0)) & 1)));
  }
  return tokens;
}

CodeTrigram counted(const std::vector<uint8_t>& tokens) {
  CodeCounts counts;
  counts.add(tokens, 128);
  return {counts, {4, 4}};
}

}  // namespace

TEST_CASE("a trigram finds the entropy of a process of second order, and shorter contexts do not") {
  const CodeTrigram trigram = counted(second_order(200'000, 1));
  TrigramTuner tuner(trigram, 1);
  tuner.add(second_order(20'000, 2), 128);
  const TrigramChoice choice = tuner.best();
  const double entropy = -0.1 * std::log2(0.1) - 0.9 * std::log2(0.9);
  CHECK(choice.bits[2] == Approx(entropy).margin(0.03));
  CHECK(choice.bits[1] > 0.9);
  CHECK(choice.bits[0] > 0.9);
}

TEST_CASE("the chances of all tokens add up to 1") {
  const CodeTrigram trigram = counted(second_order(500, 3));
  for (const int b : {128, 129, 7}) {
    CodeTrigram::Chances sum{};
    for (int c = 0; c < 256; ++c) {
      const auto p = CodeTrigram::chances(trigram.seen(128, static_cast<uint8_t>(b), static_cast<uint8_t>(c)), {4, 16});
      for (size_t order = 0; order < p.size(); ++order) sum[order] += p[order];
    }
    for (const double total : sum) CHECK(total == Approx(1));
  }
}

TEST_CASE("a trigram comes back from a model file, and a damaged one does not") {
  const std::vector<uint8_t> tokens = second_order(5'000, 4);
  const CodeTrigram trigram = counted(tokens);
  TensorFile file;
  trigram.store(file);
  CHECK(CodeTrigram::load(file)->bits(tokens, 128) == trigram.bits(tokens, 128));
  CHECK(!CodeTrigram::load(TensorFile()));

  const auto damaged = [&](const std::string& name, auto value) {
    TensorFile other;
    trigram.store(other);
    for (size_t i = 0; i < other.tensors.size(); ++i)
      if (other.tensors[i].name == name) other.tensors.erase(other.tensors.begin() + static_cast<int64_t>(i));
    other.add<decltype(value)>(name, {1}, std::vector<decltype(value)>{value});
    return other;
  };
  CHECK_THROWS_AS(CodeTrigram::load(damaged("trigram.codes", uint8_t{3})), Error);
  CHECK_THROWS_AS(CodeTrigram::load(damaged("trigram.counts", uint8_t{3})), Error);
  CHECK_THROWS_AS(CodeTrigram::load(damaged("trigram.large", int64_t{-1})), Error);
  CHECK_THROWS_AS(CodeTrigram::load(damaged("trigram.lengths", uint8_t{5})), Error);
  CHECK_THROWS_AS(CodeTrigram::load(damaged("trigram.pairs", int32_t{-1})), Error);
  file.metadata["trigram.bigram_weight"] = "-1";
  CHECK_THROWS_AS(CodeTrigram::load(file), Error);
}
