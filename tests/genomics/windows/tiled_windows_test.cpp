#include "genomics/windows/tiled_windows.h"

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

TiledWindowOptions tiles_of(int64_t length, int64_t count = 0) {
  TiledWindowOptions options;
  options.length = length;
  options.count = count;
  return options;
}

}  // namespace

TEST_CASE("tiles cover held-out intervals once, without overlap, N-rich ones left out") {
  const TempFolder folder;
  std::string text = random_bases(1000, 1);
  text.replace(300, 6, "NNNNNN");
  text.replace(500, 5, "NNNNN");
  const auto genome = make_genome(folder, {{"a", text}, {"b", random_bases(250, 2)}});
  const TiledWindows tiles(genome, {{0, {200, 700}}, {1, {0, 250}}}, tiles_of(100));
  REQUIRE(tiles.size() == 7);
  CHECK(tiles.skipped() == 1);  // 300 to 400
  CHECK(tiles.max_length() == 100);
  const std::vector<GenomeInterval> expected = {{0, {200, 300}}, {0, {400, 500}}, {0, {500, 600}}, {0, {600, 700}},
                                                {1, {0, 100}},   {1, {100, 200}}, {1, {200, 250}}};
  WindowBases bases;
  for (int64_t i = 0; i < tiles.size(); ++i) {
    const GenomePlace place = tiles.read(0, i, bases);
    CHECK(place.interval == expected[static_cast<size_t>(i)]);
    CHECK(tiles.length(0, i) == place.interval.window.length());
    CHECK(bases.tokens ==
          tokenize(genome->fetch(place.interval.contig, place.interval.window.begin, place.interval.window.end)));
  }
  CHECK(tiles.views() == 1);
}

TEST_CASE("a limited number of tiles is spread evenly; the second view is the other strand") {
  const TempFolder folder;
  const auto genome = make_genome(folder, {{"a", random_bases(1000, 1)}});
  TiledWindowOptions options = tiles_of(10, 4);
  options.both_strands = true;
  const TiledWindows tiles(genome, {{0, {0, 1000}}}, options);
  REQUIRE(tiles.size() == 4);
  REQUIRE(tiles.views() == 2);
  WindowBases forward, reverse;
  for (int64_t i = 0; i < 4; ++i) {
    CHECK(tiles.read(0, i, forward).interval.window.begin == 120 + 250 * i);
    CHECK(tiles.read(1, i, reverse).reverse);
    reverse_complement(std::span(reverse.tokens));
    std::reverse(reverse.soft_masked.begin(), reverse.soft_masked.end());
    CHECK(reverse.tokens == forward.tokens);
    CHECK(reverse.soft_masked == forward.soft_masked);
  }
}

TEST_CASE("nothing held out, or nothing but N") {
  const TempFolder folder;
  const auto genome = make_genome(folder, {{"a", std::string(100, 'N')}});
  contains(error_of(ErrorKind::kBadInput, [&] { TiledWindows(genome, {}, tiles_of(10)); }), "held out");
  contains(error_of(ErrorKind::kBadInput,
                    [&] {
                      TiledWindows(genome, {{0, {0, 100}}}, tiles_of(10));
                    }),
           "more ambiguous");
}
