#include "genomics/tasks/embed_task.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/genomics/support/sam_file.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using undula::test::contains;

namespace {

constexpr int64_t kWindow = 60;

std::string random_bases(int64_t n, uint64_t seed) {
  std::string text;
  for (int64_t i = 0; i < n; ++i) text += "ACGT"[RandomKey(seed).below(static_cast<uint64_t>(i), 4)];
  return text;
}

/// A random model, and the rows that it makes of files.
struct Fixture {
  testing::TempFolder folder;
  std::string model = (folder.path() / "m.safetensors").string();
  ClassifierCard card = test::write_random_classifier(model, kWindow);
  Embedder embedder{model, std::nullopt, 1};
  std::vector<WindowMean> rows;

  std::vector<WindowMean> embed_file(const std::string& path, const EmbedOptions& options = {}) {
    rows.clear();
    EmbedTask(embedder, options, [this](WindowMean row) { rows.push_back(std::move(row)); }).run(path);
    return rows;
  }
  std::vector<WindowMean> embed(const std::string& text, const EmbedOptions& options = {}) {
    return embed_file(folder.write("reads.fa", text), options);
  }
};

}  // namespace

TEST_CASE("a record embeds the same alone and among others of any length") {
  Fixture f;
  std::vector<std::string> records;
  std::string all;
  for (int64_t i = 0; i < 300; ++i) {
    const int64_t length = RandomKey(5).below(static_cast<uint64_t>(i), 3 * kWindow);
    records.push_back(">r" + std::to_string(i) + "\n" + random_bases(length, static_cast<uint64_t>(i)) + "\n");
    all += records.back();
  }
  const auto together = f.embed(all);
  REQUIRE(together.size() == records.size());
  for (size_t i = 0; i < records.size(); i += 17) {
    const auto alone = f.embed(records[i]);
    REQUIRE(alone.size() == 1);
    CHECK(alone[0].id == together[i].id);
    CHECK(alone[0].values == together[i].values);
  }
}

TEST_CASE("both strands of a sequence have one vector, unless the forward strand is asked for") {
  Fixture f;
  const std::vector<std::vector<uint8_t>> strands = {tokenize("ACGGTTACCGATTACCGTTGA"),
                                                     tokenize("TCAACGGTAATCGGTAACCGT")};
  const auto half = [](const std::vector<double>& both, bool second) {
    const auto middle = both.begin() + static_cast<int64_t>(both.size() / 2);
    return second ? std::vector<double>(middle, both.end()) : std::vector<double>(both.begin(), middle);
  };
  const auto averaged = f.embedder.vectors(strands);
  CHECK(f.embedder.both_strands());
  CHECK(half(averaged, false) == half(averaged, true));
  Embedder forward(f.model, false, 1);
  const auto single = forward.vectors(strands);
  CHECK(half(single, false) != half(single, true));
  for (size_t c = 0; c < averaged.size() / 2; ++c)
    CHECK(averaged[c] == Approx((half(single, false)[c] + half(single, true)[c]) / 2).margin(1e-6));
}

TEST_CASE("a long record's vector is that of its windows, weighted by unambiguous bases") {
  Fixture f;
  std::string bases = random_bases(150, 3);
  for (size_t i = 70; i < 100; ++i) bases[i] = 'N';
  const auto parts = f.embed(">long\n" + bases + "\n", {.per_window = true});
  REQUIRE(parts.size() == 3);
  CHECK(parts[2].begin == 90);
  CHECK(parts[2].end == 150);
  const auto whole = f.embed(">long\n" + bases + "\n");
  REQUIRE(whole.size() == 1);
  REQUIRE(static_cast<int64_t>(whole[0].values.size()) == f.embedder.width());
  for (size_t c = 0; c < whole[0].values.size(); ++c) {
    const double mean = (60 * parts[0].values[c] + 30 * parts[1].values[c] + 50 * parts[2].values[c]) / 140;
    CHECK(whole[0].values[c] == Approx(mean).margin(1e-9));
  }
}

TEST_CASE("language models embed too, causal and masked") {
  const auto head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  testing::TempFolder folder;
  const std::string model = (folder.path() / "lm.safetensors").string();
  test::write_random_language_model(model, head, kWindow);
  Embedder embedder(model, false, 1);
  CHECK(embedder.window() == kWindow);
  const std::string bases = random_bases(50, 4);
  const std::vector<std::vector<uint8_t>> both = {tokenize(bases), tokenize("ACG")}, one = {both[0]};
  const std::vector<double> together = embedder.vectors(both), alone = embedder.vectors(one);
  REQUIRE(static_cast<int64_t>(alone.size()) == embedder.width());
  CHECK(std::equal(alone.begin(), alone.end(), together.begin()));
  CHECK_FALSE(std::equal(alone.begin(), alone.end(), together.begin() + embedder.width()));
}

TEST_CASE("alignments embed as the reads that they were") {
  Fixture f;
  const std::string sam =
      "@HD\tVN:1.6\n@SQ\tSN:chr\tLN:100\n"
      "a\t16\tchr\t1\t60\t8M\t*\t0\t0\tACGTTGAC\t*\nb\t2048\tchr\t1\t60\t4M\t*\t0\t0\tACGT\t*\n";
  const auto got = f.embed_file(testing::write_alignments(f.folder, sam, "wb"));
  const auto want = f.embed(">a\nGTCAACGT\n");
  REQUIRE(got.size() == 1);
  CHECK(got[0].id == "a");
  CHECK(got[0].values == want[0].values);
}

TEST_CASE("regions of a genome embed as the sequences that they are, in the order asked for") {
  Fixture f;
  const std::string one = random_bases(400, 1), two = random_bases(90, 2);
  const std::string genome = f.folder.write("g.fa", ">one\n" + one + "\n>two\n" + two + "\n");
  EmbedOptions options;
  options.source.regions = {{"two", 10, std::nullopt}, {"one", 100, 300}};
  const auto got = f.embed_file(genome, options);
  REQUIRE(got.size() == 2);
  const auto want = f.embed(">a\n" + two.substr(10) + "\n>b\n" + one.substr(100, 200) + "\n");
  for (size_t i = 0; i < 2; ++i) CHECK(got[i].values == want[i].values);
  CHECK(got[0].id == "two");
  CHECK(got[0].begin == 10);
  CHECK(got[0].end == 90);
  options.per_window = true;
  const auto parts = f.embed_file(genome, options);
  REQUIRE(parts.size() == 2 + 4);
  CHECK(parts[2].id == "one");
  CHECK(parts[5].begin == 240);
  CHECK(parts[5].end == 300);
  options.source.regions = {{"one", 399, 401}};
  CHECK_THROWS_WITH(f.embed_file(genome, options), contains("beyond the end of one"));
}

TEST_CASE("records without a base have no vector, and what precedes a bad record is emitted") {
  Fixture f;
  const auto rows = f.embed(">empty\n>n\nNNNN\n>ok\nACGT\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].values.empty());
  CHECK(rows[1].values.empty());
  CHECK_FALSE(rows[2].values.empty());
  CHECK_THROWS_WITH(f.embed(">ok\nACGT\n>bad\nAC!T\n"), contains("record 'bad'"));
  CHECK(f.rows.size() == 1);
}
