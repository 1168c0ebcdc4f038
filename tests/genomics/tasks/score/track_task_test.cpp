#include "genomics/tasks/score/track_task.h"

#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/train/evaluation.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/catch.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

constexpr int64_t kWindow = 60;

/// A value per base, NaN where none was written; a base written twice fails.
class TableTrack : public TrackWriter {
 public:
  explicit TableTrack(const IndexedFasta& reference) {
    for (const TrackContig& contig : track_contigs(reference))
      values.emplace_back(static_cast<size_t>(contig.length), std::nanf(""));
  }
  void write(int32_t contig, int64_t begin, int64_t span, std::span<const float> numbers) override {
    std::vector<float>& to = values[static_cast<size_t>(contig)];
    for (const float number : numbers) {
      for (int64_t at = begin; at < begin + span && !std::isnan(number); ++at) {
        REQUIRE(std::isnan(to.at(static_cast<size_t>(at))));
        to[static_cast<size_t>(at)] = number;
      }
      begin += span;
    }
  }
  void commit() override {}

  std::vector<std::vector<float>> values;
};

std::string random_bases(int64_t n, uint64_t seed) {
  std::string text;
  for (int64_t i = 0; i < n; ++i) text += "ACGT"[RandomKey(seed).below(static_cast<uint64_t>(i), 4)];
  return text;
}

/// A genome of two contigs, the first with a stretch of N.
struct Genome {
  TempFolder folder;
  std::string first = random_bases(1000, 1), second = random_bases(47, 2);
  std::string path;

  Genome() {
    first.replace(400, 150, std::string(150, 'N'));
    path = folder.write("g.fa", ">one\n" + first + "\n>two\n" + second + "\n");
  }
  IndexedFasta open() const { return IndexedFasta(path); }
  std::string model() const { return (folder.path() / "m.safetensors").string(); }
};

void ignore(const TrackTotals&) {}

}  // namespace

TEST_CASE("a track of scores holds each base's, and nothing where there is no base") {
  Genome genome;
  test::write_random_language_model(genome.model(), HeadKind::kNextToken, kWindow);
  LanguageModel model(genome.model(), 1);
  const IndexedFasta reference = genome.open();
  TableTrack track(reference);
  const TrackTotals totals = track_scores(model, false, reference, settle_regions(reference, {}, ""), track, ignore);
  CHECK(totals.bases == 1047);
  CHECK(totals.silent == 150);
  const std::vector<std::vector<uint8_t>> contigs = {tokenize(genome.first), tokenize(genome.second)};
  const auto want = BaseScorer(model).score(contigs);
  for (size_t c = 0; c < 2; ++c) {
    for (size_t t = 0; t < want[c].size(); ++t) {
      REQUIRE(std::isnan(track.values[c][t]) == std::isnan(want[c][t]));
      if (!std::isnan(want[c][t])) CHECK(track.values[c][t] == Approx(want[c][t]).margin(5e-5));
    }
  }
}

TEST_CASE("a region's track of scores is its part of the contig's") {
  const auto head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  Genome genome;
  test::write_random_language_model(genome.model(), head, kWindow);
  LanguageModel model(genome.model(), 1);
  const IndexedFasta reference = genome.open();
  TableTrack whole(reference), part(reference);
  track_scores(model, false, reference, settle_regions(reference, {}, ""), whole, ignore);
  const TrackTotals totals = track_scores(
      model, false, reference, settle_regions(reference, {*parse_contig_region("one:701-790")}, ""), part, ignore);
  CHECK(totals.bases == 90);
  for (size_t t = 0; t < 1000; ++t) {
    REQUIRE(std::isnan(part.values[0][t]) == (t < 700 || t >= 790));
    // A causal model is given a window of the bases before, not all of them.
    const double margin = head == HeadKind::kMaskedToken ? 0 : 0.02;
    if (!std::isnan(part.values[0][t])) CHECK(std::abs(part.values[0][t] - whole.values[0][t]) <= margin);
  }
}

TEST_CASE("a track of both strands is the mean of each base's score and that of the base across from it") {
  const auto head = GENERATE(HeadKind::kNextToken, HeadKind::kMaskedToken);
  Genome genome;
  test::write_random_language_model(genome.model(), head, kWindow);
  LanguageModel model(genome.model(), 1);
  const IndexedFasta reference = genome.open();
  TableTrack track(reference), part(reference);
  const TrackTotals totals = track_scores(model, true, reference, settle_regions(reference, {}, ""), track, ignore);
  CHECK(totals.bases == 1047);
  CHECK(totals.silent == 150);
  std::vector<std::vector<uint8_t>> contigs = {tokenize(genome.first), tokenize(genome.second)};
  const auto forward = BaseScorer(model).score(contigs);
  for (std::vector<uint8_t>& contig : contigs) reverse_complement(std::span(contig));
  const auto other = BaseScorer(model).score(contigs);
  for (size_t c = 0; c < 2; ++c) {
    for (size_t t = 0; t < forward[c].size(); ++t) {
      REQUIRE(std::isnan(track.values[c][t]) == std::isnan(forward[c][t]));
      if (std::isnan(forward[c][t])) continue;
      const float mean = (forward[c][t] + other[c][forward[c].size() - 1 - t]) / 2;
      CHECK(track.values[c][t] == Approx(mean).margin(5e-5));
    }
  }
  track_scores(model, true, reference, settle_regions(reference, {*parse_contig_region("one:701-790")}, ""), part,
               ignore);
  for (size_t t = 0; t < 1000; ++t) {
    REQUIRE(std::isnan(part.values[0][t]) == (t < 700 || t >= 790));
    const double margin = head == HeadKind::kMaskedToken ? 0 : 0.02;
    if (!std::isnan(part.values[0][t])) CHECK(std::abs(part.values[0][t] - track.values[0][t]) <= margin);
  }
}

TEST_CASE("a genome turned round has the same track of both strands, turned round, though it is read in many pieces") {
  TempFolder folder;
  std::string bases = random_bases(200'000, 4), turned = bases;
  reverse_complement(turned);
  const IndexedFasta one(folder.write("one.fa", ">g\n" + bases + "\n"));
  const IndexedFasta two(folder.write("two.fa", ">g\n" + turned + "\n"));
  const std::string path = folder.path() / "m.safetensors";
  test::write_random_language_model(path, HeadKind::kNextToken, kWindow);
  LanguageModel model(path, 1);
  TableTrack first(one), second(two);
  track_scores(model, true, one, settle_regions(one, {}, ""), first, ignore);
  track_scores(model, true, two, settle_regions(two, {}, ""), second, ignore);
  double farthest = 0;
  for (size_t t = 0; t < bases.size(); ++t)
    farthest = std::max<double>(farthest, std::abs(first.values[0][t] - second.values[0][bases.size() - 1 - t]));
  CHECK(farthest < 5e-5);
}

TEST_CASE("a class track is the mean over the windows that hold each stretch") {
  Genome genome;
  test::write_random_classifier(genome.model(), kWindow);
  Classifier classifier(genome.model(), 1);
  const IndexedFasta reference = genome.open();
  const int64_t hop = GENERATE(20, 25, 60);
  TableTrack track(reference);
  const TrackTotals totals =
      track_class(classifier, 1, hop, reference, settle_regions(reference, {}, ""), track, ignore);
  CHECK(totals.bases == 1047);
  const std::vector<uint8_t> tokens = tokenize(genome.first);
  int64_t silent = 0;
  for (int64_t cell = 0; cell < 1000; cell += hop) {
    const int64_t end = std::min<int64_t>(cell + hop, 1000);
    double sum = 0, windows = 0;
    bool last = false;
    for (int64_t begin = 0; begin <= cell && !last; begin += hop) {
      const int64_t stop = std::min<int64_t>(begin + kWindow, 1000);
      last = stop == 1000;
      const std::vector<std::vector<uint8_t>> window(1, {tokens.begin() + begin, tokens.begin() + stop});
      if (stop < end || count_valid(window[0]) == 0) continue;
      const std::vector<double> logits = classifier.logits(window);
      std::vector<double> p(3);
      softmax(logits.data(), 3, p.data());
      sum += p[1];
      ++windows;
    }
    const bool none =
        count_valid(std::span(tokens).subspan(static_cast<size_t>(cell), static_cast<size_t>(end - cell))) == 0;
    silent += none ? end - cell : 0;
    for (int64_t t = cell; t < end; ++t) {
      INFO(t << " of the cell from " << cell);
      REQUIRE(std::isnan(track.values[0][static_cast<size_t>(t)]) == none);
      if (!none) CHECK(track.values[0][static_cast<size_t>(t)] == Approx(sum / windows).epsilon(1e-6));
    }
  }
  CHECK(totals.silent == silent);

  TableTrack part(reference);
  track_class(classifier, 1, hop, reference, settle_regions(reference, {*parse_contig_region("one:613-790")}, ""), part,
              ignore);
  for (size_t t = 0; t < 1000; ++t) {
    REQUIRE(std::isnan(part.values[0][t]) == (t < 612 || t >= 790));
    if (!std::isnan(part.values[0][t])) CHECK(part.values[0][t] == track.values[0][t]);
  }
}

TEST_CASE(
    "regions are put in the order of the reference, joined where they touch, and named where they are not there") {
  Genome genome;
  const IndexedFasta reference = genome.open();
  const auto parts = [&](std::vector<std::string> texts) {
    std::vector<Region> regions;
    for (const std::string& text : texts) regions.push_back(*parse_contig_region(text));
    return settle_regions(reference, regions, "--region");
  };
  const auto several = parts({"two:40", "one:11-20", "one:501-600", "one:15-17", "one:21-30"});
  REQUIRE(several.size() == 3);
  CHECK(several[0].window == Window{10, 30});
  CHECK(several[1].window == Window{500, 600});
  CHECK(several[2].contig == 1);
  CHECK(several[2].window == Window{39, 47});
  CHECK(contains(error_of(ErrorKind::kBadInput, [&] { parts({"three"}); }), "three"));
  CHECK(contains(error_of(ErrorKind::kBadInput, [&] { parts({"two:40-60"}); }), "two:40-60 lies beyond"));
}
