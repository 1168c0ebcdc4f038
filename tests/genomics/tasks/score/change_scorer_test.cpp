#include "genomics/tasks/score/change_scorer.h"

#include <cmath>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/score/change_windows.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

constexpr char kWindow[] = "ACGTTGCAACGTACGTTAGCNNACCGATTACAGGT";

struct Fixture {
  TempFolder folder;
  std::string path = folder.path() / "lm.safetensors";
  LanguageCard card;
  LanguageModel model;

  explicit Fixture(HeadKind head) : card(test::write_random_language_model(path, head)), model(path, 1) {}

  LogProbabilities read(const std::vector<uint8_t>& tokens) { return model.log_probabilities({&tokens, 1})[0]; }
  double likelihood(const std::vector<uint8_t>& tokens) {
    const LogProbabilities table = read(tokens);
    double sum = 0;
    for (size_t t = 0; t < tokens.size(); ++t) sum += log_probability_of(table, static_cast<int64_t>(t), tokens[t]);
    return sum;
  }
  /// Of tokens [begin, end), each masked in turn.
  double pseudo_likelihood(const std::vector<uint8_t>& tokens, size_t begin, size_t end) {
    double sum = 0;
    for (size_t t = begin; t < end; ++t) {
      std::vector<uint8_t> masked = tokens;
      masked[t] = kMaskToken;
      sum += log_probability_of(read(masked), static_cast<int64_t>(t), tokens[t]);
    }
    return sum;
  }
};

SequenceChange change(int64_t begin, int64_t end, const char* alt) {
  return {tokenize(kWindow), begin, end, tokenize(alt)};
}

const std::vector<SequenceChange>& changes() {
  static const std::vector<SequenceChange> all = {change(5, 6, "A"),  change(5, 6, "T"),     change(12, 12, "GGT"),
                                                  change(9, 13, ""),  change(30, 33, "TAC"), change(0, 1, "C"),
                                                  change(20, 20, ""), change(3, 5, "ACA")};
  return all;
}

}  // namespace

TEST_CASE("changes: a causal model compares the likelihoods of whole windows, on both strands") {
  Fixture f(HeadKind::kNextToken);
  const std::vector<double> forward = ChangeScorer(f.model, false).score(changes());
  const std::vector<double> both = ChangeScorer(f.model, true).score(changes());
  for (size_t i = 0; i < changes().size(); ++i) {
    const SequenceChange& c = changes()[i];
    std::vector<uint8_t> alt = c.changed(), ref = c.window;
    const double expected = f.likelihood(alt) - f.likelihood(ref);
    CHECK(forward[i] == Approx(expected).margin(1e-4));
    reverse_complement(alt);
    reverse_complement(ref);
    CHECK(both[i] == Approx((expected + f.likelihood(alt) - f.likelihood(ref)) / 2).margin(1e-4));
  }
  CHECK(forward[6] == 0);
  CHECK(std::abs(forward[0]) > 1e-3);
}

TEST_CASE("changes: a masked model reads replaced bases where they are masked") {
  Fixture f(HeadKind::kMaskedToken);
  const std::vector<double> forward = ChangeScorer(f.model, false).score(changes());
  std::vector<uint8_t> masked = tokenize(kWindow);
  masked[5] = kMaskToken;
  LogProbabilities table = f.read(masked);
  CHECK(forward[0] == Approx(table[5 * 4 + 0] - table[5 * 4 + 2]).margin(1e-5));
  CHECK(forward[1] == Approx(table[5 * 4 + 3] - table[5 * 4 + 2]).margin(1e-5));
  masked = tokenize(kWindow);
  masked[30] = masked[32] = kMaskToken;  // CAG becomes TAC: the base between stays, and is seen
  table = f.read(masked);
  CHECK(forward[4] ==
        Approx(table[30 * 4 + 3] - table[30 * 4 + 1] + table[32 * 4 + 1] - table[32 * 4 + 2]).margin(1e-5));
  CHECK(forward[6] == 0);
}

TEST_CASE("changes: a masked model compares pseudo-likelihoods around what changes the length") {
  Fixture f(HeadKind::kMaskedToken);
  const std::vector<double> forward = ChangeScorer(f.model, false).score(changes());
  const auto expected = [&](size_t i, size_t begin, size_t end, size_t alt_end) {
    return f.pseudo_likelihood(changes()[i].changed(), begin, alt_end) -
           f.pseudo_likelihood(changes()[i].window, begin, end);
  };
  CHECK(forward[2] == Approx(expected(2, 4, 20, 23)).margin(1e-4));
  CHECK(forward[3] == Approx(expected(3, 1, 21, 17)).margin(1e-4));
  CHECK(forward[7] == Approx(expected(7, 0, 13, 14)).margin(1e-4));
}

TEST_CASE("changes: the same bits alone and beside others, and for the other strand") {
  Fixture f(GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken));
  ChangeScorer scorer(f.model, true);
  const std::vector<double> together = scorer.score(changes());
  for (size_t i = 0; i < changes().size(); ++i) {
    CHECK(scorer.score({&changes()[i], 1})[0] == together[i]);
    const SequenceChange other = changes()[i].reversed();
    CHECK(scorer.score({&other, 1})[0] == Approx(together[i]).margin(1e-6));
  }
}

TEST_CASE("changes: the window around a change") {
  CHECK(window_around(50, 51, 20, 1000) == Window{40, 60});
  CHECK(window_around(50, 51, 21, 1000) == Window{40, 61});
  CHECK(window_around(50, 58, 20, 1000) == Window{44, 64});
  CHECK(window_around(3, 4, 20, 1000) == Window{0, 13});
  CHECK(window_around(999, 1000, 20, 1000) == Window{989, 1000});
  CHECK(window_around(3, 4, 20, 6) == Window{0, 6});
  CHECK(window_around(6, 6, 4, 6) == Window{4, 6});
}
