#include "genomics/windows/genome_windows.h"

#include <map>
#include <set>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

std::vector<uint8_t> random_tokens(int64_t n, uint64_t seed) {
  std::vector<uint8_t> tokens;
  for (int64_t i = 0; i < n; ++i) {
    tokens.push_back(static_cast<uint8_t>(RandomKey(seed).below(static_cast<uint64_t>(i), 4)));
  }
  return tokens;
}

/// Two classes; class 0 has two regions and a third of test, class 1 one region and a record of 40 bases.
std::shared_ptr<Genomes> small_genomes() {
  auto genomes = std::make_shared<Genomes>();
  genomes->classes = {"a", "b"};
  genomes->records = {
      {"chr", random_tokens(5000, 1)}, {"other", random_tokens(3000, 2)}, {"short", random_tokens(40, 3)}};
  genomes->regions = {{0, {0, 1000}, 0, 1, "g0", Split::kTrain},
                      {0, {1000, 4000}, 0, 1, "g0", Split::kTrain},
                      {0, {4000, 5000}, 0, 1, "g0", Split::kTest},
                      {1, {100, 2900}, 1, 2, "g1", Split::kTrain},
                      {2, {0, 40}, 1, 1, "g2", Split::kTest}};
  return genomes;
}

GenomeWindowOptions lengths(std::vector<int64_t> values) {
  GenomeWindowOptions options;
  options.lengths = std::move(values);
  return options;
}

}  // namespace

TEST_CASE("training windows: balanced, inside their regions, both strands, equal for equal keys") {
  const auto genomes = small_genomes();
  GenomeWindowOptions options = lengths({50, 200});
  options.count = 399;
  const GenomeWindows windows(genomes, Split::kTrain, options);
  CHECK(windows.size() == 400);
  CHECK(windows.max_length() == 200);
  std::map<std::pair<int, size_t>, int> seen;
  int reversed = 0;
  std::vector<uint8_t> tokens;
  for (int64_t i = 0; i < windows.size(); ++i) {
    Sample sample;
    windows.get(3, i, sample);
    const GenomeRead from = windows.read(3, i, tokens);
    CHECK(tokens == sample.tokens);
    CHECK(windows.length(3, i) == static_cast<int64_t>(tokens.size()));
    CHECK(from.window.begin >= from.region->window.begin);
    CHECK(from.window.end <= from.region->window.end);
    CHECK(from.region->split == Split::kTrain);
    CHECK(sample.label == from.region->label);
    CHECK(sample.weight == (sample.label == 1 ? 2 : 1));
    const auto& record = genomes->records[static_cast<size_t>(from.region->record)].tokens;
    std::vector<uint8_t> expected(record.begin() + from.window.begin, record.begin() + from.window.end);
    if (from.reverse) reverse_complement(std::span(expected));
    CHECK(tokens == expected);
    CHECK(sample.id.ends_with("/rc") == from.reverse);
    ++seen[{sample.label, tokens.size()}];
    reversed += from.reverse;
  }
  CHECK(seen.size() == 4);
  for (const auto& [key, n] : seen) CHECK(n == 100);
  CHECK(reversed > 150);
  CHECK(reversed < 250);
}

TEST_CASE("training windows of another pass or seed are others") {
  GenomeWindowOptions options = lengths({100});
  const GenomeWindows windows(small_genomes(), Split::kTrain, options);
  CHECK(windows.size() == 68);  // 6,800 bases
  options.seed = 1;
  const GenomeWindows other(small_genomes(), Split::kTrain, options);
  std::set<std::string> distinct;
  std::vector<uint8_t> tokens;
  for (int64_t i = 0; i < 20; ++i) {
    for (const int64_t pass : {0, 1}) {
      windows.read(pass, i, tokens);
      distinct.insert(detokenize(tokens));
      other.read(pass, i, tokens);
      distinct.insert(detokenize(tokens));
    }
  }
  CHECK(distinct.size() > 75);
}

TEST_CASE("even windows are fixed, cover evenly, and have two views") {
  GenomeWindowOptions options = lengths({100});
  options.draw = GenomeWindowOptions::Draw::kEven;
  options.count = 20;
  const GenomeWindows windows(small_genomes(), Split::kTest, options);
  REQUIRE(windows.size() == 20);
  CHECK(windows.views() == 2);
  int64_t last = 0;
  std::vector<uint8_t> tokens, other_strand;
  for (int64_t i = 0; i < windows.size(); i += 2) {
    const GenomeRead from = windows.read(0, i, tokens);
    CHECK(from.window.begin >= 4000 + 90 * i / 2);
    CHECK(from.window.begin < 4000 + 91 * (i / 2 + 1));
    CHECK(from.window.begin > last);
    last = from.window.begin;
    windows.read(1, i, other_strand);
    reverse_complement(std::span(other_strand));
    CHECK(other_strand == tokens);
    // Class 1 has one record, shorter than the window.
    CHECK(windows.read(0, i + 1, tokens).window == Window{0, 40});
    CHECK(windows.length(0, i + 1) == 40);
  }
}

TEST_CASE("windows avoid ambiguous stretches") {
  auto genomes = small_genomes();
  auto& tokens = genomes->records[1].tokens;
  std::fill(tokens.begin() + 100, tokens.begin() + 2000, kAmbiguousToken);
  const GenomeWindows windows(genomes, Split::kTrain, lengths({100}));
  int ambiguous = 0;
  std::vector<uint8_t> window;
  for (int64_t i = 1; i < windows.size(); i += 2) {
    windows.read(0, i, window);
    ambiguous += count_valid(window) < 50;
  }
  CHECK(ambiguous <= 8);  // of 34; 24 without the search
}

TEST_CASE("the error model keeps lengths, makes its share of errors and tells them") {
  const std::vector<uint8_t> source = random_tokens(1100, 5);
  std::vector<uint8_t> read, again;
  int64_t substituted = 0, inserted = 0, deleted = 0;
  for (uint64_t key = 0; key < 200; ++key) {
    const ReadOutcome only_substitutions = read_with_errors(source, 1000, {0.02, 0, 0}, RandomKey(key), read);
    CHECK(only_substitutions.used == 1000);
    int64_t differ = 0;
    for (size_t i = 0; i < 1000; ++i) differ += read[i] != source[i];
    CHECK(differ == only_substitutions.errors);
    substituted += differ;
    const ReadOutcome insertions = read_with_errors(source, 1000, {0, 0.02, 0}, RandomKey(key), read);
    CHECK(insertions.used + insertions.errors == 1000);
    inserted += insertions.errors;
    const ReadOutcome deletions = read_with_errors(source, 1000, {0, 0, 0.02}, RandomKey(key), read);
    CHECK(deletions.used - deletions.errors == 1000);
    deleted += deletions.errors;
    const ReadOutcome all = read_with_errors(source, 1000, {0.01, 0.05, 0.05}, RandomKey(key), read);
    read_with_errors(source, 1000, {0.01, 0.05, 0.05}, RandomKey(key), again);
    CHECK(read.size() == 1000);
    CHECK(read == again);
    CHECK(all.errors > 0);
  }
  for (const int64_t n : {substituted, inserted, deleted}) {
    CHECK(n > 3600);
    CHECK(n < 4400);
  }
  // No spare source: nothing is deleted.
  const ReadOutcome tight = read_with_errors(std::span(source).first(100), 100, {0, 0, 0.5}, RandomKey(1), read);
  CHECK(tight.used == 100);
  CHECK(tight.errors == 0);
  CHECK(ReadErrors{0, 0, 0.01}.source_length(1000) == 1024);
  CHECK(ReadErrors{0.1, 0.1, 0}.source_length(1000) == 1000);
}

TEST_CASE("windows with errors stay in their regions and tell their span") {
  const auto genomes = small_genomes();
  GenomeWindowOptions options = lengths({200});
  options.errors = {0.01, 0.01, 0.01};
  options.count = 200;
  const GenomeWindows windows(genomes, Split::kTrain, options);
  std::vector<uint8_t> tokens;
  int64_t errors = 0;
  for (int64_t i = 0; i < windows.size(); ++i) {
    const GenomeRead from = windows.read(0, i, tokens);
    CHECK(tokens.size() == 200);
    CHECK(from.window.begin >= from.region->window.begin);
    CHECK(from.window.end <= from.region->window.end);
    CHECK(std::abs(from.window.length() - 200) <= from.errors);
    errors += from.errors;
  }
  CHECK(errors > 900);
  CHECK(errors < 1500);
}
