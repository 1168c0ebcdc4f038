#include "genomics/baseline/kmer_classes.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/baseline/centred_kmers.h"
#include "tests/support/catch.h"

namespace undula::test {
namespace {

std::vector<uint8_t> random_tokens(int64_t n, uint64_t seed) {
  std::vector<uint8_t> tokens;
  for (int64_t i = 0; i < n; ++i)
    tokens.push_back(static_cast<uint8_t>(RandomKey(seed).below(static_cast<uint64_t>(i), 4)));
  return tokens;
}

/// Class 1 where the five bases around a place read, on either strand, C A A C G with the second A in the middle.
std::vector<int32_t> labels_of(const std::vector<uint8_t>& tokens) {
  std::vector<int32_t> labels(tokens.size());
  const std::vector<uint8_t> word = {1, 0, 0, 1, 2};
  std::vector<uint8_t> other = word;
  reverse_complement(std::span(other));
  for (size_t i = 2; i + 2 < tokens.size(); ++i) {
    const auto here = tokens.begin() + static_cast<int64_t>(i) - 2;
    labels[i] = std::equal(word.begin(), word.end(), here) || std::equal(other.begin(), other.end(), here);
  }
  return labels;
}

}  // namespace

TEST_CASE("a centred k-mer has one number on both strands, and another for every other k-mer") {
  const std::vector<uint8_t> tokens = random_tokens(4000, 1);
  std::vector<uint8_t> other = tokens;
  reverse_complement(std::span(other));
  std::vector<uint64_t> forward, reverse;
  for_each_centred_kmer(tokens, 5, [&](size_t, uint64_t number) { forward.push_back(number); });
  for_each_centred_kmer(other, 5, [&](size_t, uint64_t number) { reverse.push_back(number); });
  std::reverse(reverse.begin(), reverse.end());
  CHECK(forward == reverse);
  CHECK(forward.size() == 3996);
  CHECK(*std::max_element(forward.begin(), forward.end()) < static_cast<uint64_t>(centred_kmers(5)));
  CHECK(std::set<uint64_t>(forward.begin(), forward.end()).size() > 490);  // of 512
  std::vector<uint64_t> inner;
  for_each_centred_kmer(std::span(tokens).subspan(1, 3998), 3,
                        [&](size_t, uint64_t number) { inner.push_back(number); });
  for (size_t i = 0; i < inner.size(); ++i) REQUIRE(inner_kmer(forward[i], 5) == inner[i]);
}

TEST_CASE("an ambiguous base ends the k-mers around it") {
  std::vector<uint8_t> tokens = random_tokens(20, 2);
  tokens[10] = kAmbiguousToken;
  std::vector<size_t> places;
  for_each_centred_kmer(tokens, 3, [&](size_t i, uint64_t) { places.push_back(i); });
  CHECK(places == std::vector<size_t>{1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 17, 18});
}

TEST_CASE("the tuner finds the k that labels depend on, and the probabilities are right") {
  const std::vector<uint8_t> train = random_tokens(200000, 3), valid = random_tokens(50000, 4);
  KmerClassCounts counts(2);
  counts.add(train, labels_of(train));
  counts.finish();
  CHECK(counts.max_k() == 11);
  KmerClassTuner tuner(counts);
  tuner.add(valid, labels_of(valid));
  const KmerClassChoice choice = tuner.best();
  CHECK(choice.settings.k == 5);
  CHECK(choice.log_loss < 0.001);

  const KmerClasses classes(counts, choice.settings);
  TensorFile file;
  classes.store(file);
  const std::optional<KmerClasses> read = KmerClasses::load(file, 2);
  REQUIRE(read);
  CHECK(read->k() == 5);
  const std::vector<int32_t> truth = labels_of(valid);
  std::vector<float> p(valid.size() * 2), again(p.size());
  classes.probabilities(valid, p);
  read->probabilities(valid, again);
  CHECK(p == again);
  double loss = 0;
  for (size_t i = 0; i < valid.size(); ++i) {
    REQUIRE(p[2 * i] + p[2 * i + 1] == Approx(1));
    loss -= std::log(p[2 * i + static_cast<size_t>(truth[i])]);
  }
  CHECK(loss / static_cast<double>(valid.size()) == Approx(choice.log_loss).margin(1e-4));
  const double share = counts.shares()[1];
  CHECK(p[1] == Approx(share));  // too near the end for a 5-mer
  CHECK(share == Approx(2.0 / 1024).epsilon(0.2));
  CHECK_FALSE(KmerClasses::load(TensorFile(), 2));
  CHECK(KmerClassCounts(64).max_k() == 9);
}

}  // namespace undula::test
