#include "genomics/windows/random_windows.h"

#include <map>
#include <set>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("random windows: inside their intervals, both strands, soft mask, equal for equal keys") {
  const TempFolder folder;
  const std::string a = random_bases(3000, 1), b = random_bases(1000, 2);
  const auto genome = make_genome(folder, {{"a", a}, {"b", b}});
  const std::vector<GenomeInterval> intervals = {{0, {100, 1200}}, {0, {2000, 2099}}, {1, {0, 1000}}};
  RandomWindowOptions options;
  options.length = 100;
  options.count = 2000;
  const RandomWindows windows(genome, intervals, options);
  CHECK(windows.size() == 2000);
  CHECK(windows.bases_too_short() == 99);
  int64_t reversed = 0, on_b = 0, soft = 0;
  std::set<int64_t> begins;
  WindowBases bases;
  for (int64_t i = 0; i < windows.size(); ++i) {
    const GenomePlace place = windows.read(2, i, bases);
    const auto& [contig, window] = place.interval;
    REQUIRE(bases.tokens.size() == 100);
    REQUIRE(bases.soft_masked.size() == 100);
    CHECK(window.begin >= intervals[contig == 0 ? 0 : 2].window.begin);
    CHECK(window.end <= intervals[contig == 0 ? 0 : 2].window.end);
    std::string text = (contig == 0 ? a : b).substr(static_cast<size_t>(window.begin), 100);
    if (place.reverse) reverse_complement(std::span(text));
    CHECK(bases.tokens == tokenize(text));
    for (size_t k = 0; k < text.size(); ++k) CHECK(bases.soft_masked[k] == (text[k] >= 'a' ? 1 : 0));
    Sample sample;
    windows.get(2, i, sample);
    CHECK(sample.tokens == bases.tokens);
    CHECK(sample.label == -1);
    CHECK(sample.group == (contig == 0 ? "a" : "b"));
    CHECK(sample.id.ends_with("/rc") == place.reverse);
    reversed += place.reverse;
    on_b += contig == 1;
    if (contig == 1) begins.insert(window.begin);
    soft += bases.soft_masked[0];
  }
  CHECK(std::abs(reversed - 1000) < 120);
  CHECK(std::abs(on_b - 2000 * 901 / 1902) < 120);
  CHECK(std::abs(soft - 667) < 120);
  CHECK(*begins.begin() < 20);
  CHECK(*begins.rbegin() > 880);
  CHECK(windows.skipped() == 0);
}

TEST_CASE("another pass or seed draws other windows; one strand where asked for") {
  const TempFolder folder;
  const auto genome = make_genome(folder, {{"a", random_bases(50'000, 1)}});
  const std::vector<GenomeInterval> whole = {{0, {0, 50'000}}};
  RandomWindowOptions options;
  options.length = 1000;
  options.both_strands = false;
  const RandomWindows windows(genome, whole, options);
  CHECK(windows.size() == 50);
  options.seed = 1;
  const RandomWindows other(genome, whole, options);
  std::set<int64_t> begins;
  WindowBases bases;
  for (int64_t i = 0; i < 20; ++i) {
    for (const int64_t pass : {0, 1}) {
      for (const RandomWindows* source : {&windows, &other}) {
        const GenomePlace place = source->read(pass, i, bases);
        CHECK_FALSE(place.reverse);
        begins.insert(place.interval.window.begin);
      }
    }
  }
  CHECK(begins.size() > 75);
}

TEST_CASE("windows with too many N are drawn again and counted") {
  const TempFolder folder;
  std::string bases_of_a = random_bases(10'000, 1);
  bases_of_a.replace(2000, 6000, std::string(6000, 'N'));
  const auto genome = make_genome(folder, {{"a", bases_of_a}, {"gap", std::string(500, 'N')}});
  RandomWindowOptions options;
  options.length = 100;
  options.count = 200;
  const RandomWindows windows(genome, {{0, {0, 10'000}}}, options);
  WindowBases bases;
  for (int64_t i = 0; i < windows.size(); ++i) {
    windows.read(0, i, bases);
    CHECK(count_valid(bases.tokens) >= 95);
  }
  CHECK(windows.skipped() > 200);
  CHECK(windows.skipped() < 450);

  const RandomWindows gap(genome, {{1, {0, 500}}}, options);
  contains(error_of(ErrorKind::kBadInput, [&] { gap.read(0, 0, bases); }), "100 random windows in a row");
  options.length = 10'001;
  contains(error_of(ErrorKind::kBadInput,
                    [&] {
                      RandomWindows(genome, {{0, {0, 10'000}}}, options);
                    }),
           "as long as a window of 10001 bases");
}
