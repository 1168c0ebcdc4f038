#include "genomics/tasks/score/position_scan.h"

#include <algorithm>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/genome_file.h"
#include "tests/genomics/support/random_position_model.h"
#include "tests/support/catch.h"

namespace undula::test {
namespace {

struct Scanned {
  testing::TempFolder folder;
  std::string bases = testing::random_bases(1000, 1);
  std::shared_ptr<const IndexedFasta> genome = testing::make_genome(folder, {{"one", bases}, {"two", "ACGT"}});
  PositionModel model;

  explicit Scanned(bool both_strands = true) : model(write(folder, both_strands), 2) {}
  static std::string write(const testing::TempFolder& folder, bool both_strands) {
    std::string path = (folder.path() / "m").string();
    write_random_position_model(path, 64, both_strands);
    return path;
  }
  std::vector<float> scan(const GenomeInterval& part) {
    std::vector<float> all;
    int64_t next = part.window.begin;
    scan_positions(model, *genome, part,
                   [&](int64_t begin, std::span<const float> probabilities, std::span<const uint8_t> tokens) {
                     REQUIRE(begin == next);
                     REQUIRE(probabilities.size() == 3 * tokens.size());
                     const std::string text =
                         genome->fetch(part.contig, begin, begin + static_cast<int64_t>(tokens.size()));
                     REQUIRE(std::equal(tokens.begin(), tokens.end(), tokenize(text).begin()));
                     next += static_cast<int64_t>(tokens.size());
                     all.insert(all.end(), probabilities.begin(), probabilities.end());
                   });
    CHECK(next == part.window.end);
    return all;
  }
};

}  // namespace

TEST_CASE("a part has the probabilities that it has in its whole contig") {
  Scanned scanned;
  const std::vector<float> whole = scanned.scan({0, {0, 1000}});
  for (const Window part : {Window{0, 10}, Window{313, 500}, Window{960, 1000}, Window{999, 1000}}) {
    const std::vector<float> own = scanned.scan({0, part});
    CHECK(std::equal(own.begin(), own.end(), whole.begin() + 3 * part.begin));
  }
  for (size_t i = 0; i < whole.size(); i += 3) REQUIRE(whole[i] + whole[i + 1] + whole[i + 2] == Approx(1));
  CHECK(scanned.scan({1, {0, 4}}).size() == 12);
}

TEST_CASE("with both strands averaged, the other strand has the same probabilities turned round") {
  const bool both = GENERATE(true, false);
  Scanned scanned(both);
  std::vector<uint8_t> window = tokenize(scanned.bases.substr(0, 64)), other = window;
  reverse_complement(std::span(other));
  const std::vector<std::vector<uint8_t>> windows = {window, other, {window.begin(), window.begin() + 7}};
  const std::vector<std::vector<float>> found = scanned.model.probabilities(windows);
  double most = 0;
  for (size_t t = 0; t < 64; ++t)
    for (size_t c = 0; c < 3; ++c)
      most = std::max<double>(most, std::abs(found[0][3 * t + c] - found[1][3 * (63 - t) + c]));
  CHECK((most < 1e-6) == both);
  CHECK(found[2].size() == 21);
  CHECK(scanned.model.probabilities(std::span(windows).subspan(2))[0] == found[2]);
}

}  // namespace undula::test
