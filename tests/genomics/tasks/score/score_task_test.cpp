#include "genomics/tasks/score/score_task.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using undula::test::contains;

namespace {

std::string random_bases(int64_t n, uint64_t seed) {
  std::string text;
  for (int64_t i = 0; i < n; ++i) text += "ACGT"[RandomKey(seed).below(static_cast<uint64_t>(i), 4)];
  return text;
}

struct Fixture {
  explicit Fixture(HeadKind head = HeadKind::kNextToken) {
    test::write_random_language_model(path, head, 64);
    model.emplace(path, 1);
  }

  std::vector<SequenceScore> score(const std::string& text, bool both_strands = false) {
    scores.clear();
    ScoreTask(*model, both_strands, [this](const SequenceScore& s) {
      scores.push_back(s);
    }).run(folder.write("r.fa", text));
    return scores;
  }

  testing::TempFolder folder;
  std::string path = (folder.path() / "m.safetensors").string();
  std::optional<LanguageModel> model;
  std::vector<SequenceScore> scores;
};

}  // namespace

TEST_CASE("a record's score is that of its bases, alone and among others, short and long") {
  const auto head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  Fixture f(head);
  std::vector<std::string> records;
  std::string all;
  for (const int64_t length : {10, 0, 300, 64, head == HeadKind::kNextToken ? 40000 : 17000, 5}) {
    std::string bases = random_bases(length, static_cast<uint64_t>(length));
    if (length == 300) bases.replace(50, 4, "NNRN");
    records.push_back(">r" + std::to_string(length) + "\n" + bases + "\n");
    all += records.back();
  }
  const auto together = f.score(all);
  REQUIRE(together.size() == records.size());
  CHECK(together[2].length == 300);
  CHECK(together[2].scored == 296);
  CHECK(std::isnan(together[1].bits_per_base()));
  for (size_t i = 0; i < records.size(); ++i) {
    const auto alone = f.score(records[i]);
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].id == together[i].id);
    CHECK(alone[0].log_likelihood == Approx(together[i].log_likelihood).epsilon(1e-6));
    if (alone[0].length == 0) continue;
    const std::vector<std::vector<uint8_t>> tokens = {
        tokenize(records[i].substr(records[i].find('\n') + 1, static_cast<size_t>(alone[0].length)))};
    double sum = 0;
    const std::vector<float> bases = BaseScorer(*f.model).score(tokens)[0];
    for (const float score : bases) sum += std::isnan(score) ? 0 : score;
    CHECK(alone[0].log_likelihood == Approx(sum).epsilon(1e-6));
    CHECK(alone[0].bits_per_base() == Approx(-sum / std::log(2.0) / static_cast<double>(alone[0].scored)));
  }
}

TEST_CASE("with both strands a record and its reverse complement score the same, short and long") {
  Fixture f;
  for (const int64_t length : {100, 20000}) {
    std::string bases = random_bases(length, 3), other = bases;
    reverse_complement(std::span(other));
    const auto both = f.score(">a\n" + bases + "\n>b\n" + other + "\n", true);
    const auto forward = f.score(">a\n" + bases + "\n>b\n" + other + "\n");
    REQUIRE(both.size() == 2);
    CHECK(both[0].scored == length);
    CHECK(both[0].log_likelihood == Approx(both[1].log_likelihood).epsilon(1e-9));
    CHECK(both[0].log_likelihood == Approx((forward[0].log_likelihood + forward[1].log_likelihood) / 2).epsilon(1e-9));
    CHECK(forward[0].log_likelihood != forward[1].log_likelihood);
  }
}

TEST_CASE("the rows before a bad record are emitted") {
  Fixture f;
  CHECK_THROWS_WITH(f.score(">ok\nACGT\n>bad\nAC!T\n"), contains("record 'bad'"));
  CHECK(f.scores.size() == 1);
}
