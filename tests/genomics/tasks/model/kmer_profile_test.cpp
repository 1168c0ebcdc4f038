#include "genomics/tasks/model/kmer_profile.h"

#include <cmath>
#include <numeric>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"

using namespace undula;
using undula::test::contains;

namespace {

KmerProfile profile_of(const std::vector<std::string>& sequences) {
  KmerProfile profile;
  for (const std::string& sequence : sequences) profile.add(tokenize(sequence));
  return profile;
}

}  // namespace

TEST_CASE("a profile counts 4-mers of both strands and GC, within sequences and between ambiguous bases") {
  const KmerProfile profile = profile_of({"AAAAC", "GNACGTN", "TT"});  // AAAA, AAAC, ACGT
  CHECK(profile.gc() == Approx(4.0 / 12));
  const std::vector<double> shares = profile.shares();
  CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) == Approx(1));
  const auto kmer = [](const char* text) {
    size_t index = 0;
    for (const uint8_t token : tokenize(text)) index = 4 * index + token;
    return index;
  };
  CHECK(shares[kmer("AAAA")] == Approx(1.0 / 6));
  CHECK(shares[kmer("TTTT")] == Approx(1.0 / 6));
  CHECK(shares[kmer("AAAC")] == Approx(1.0 / 6));
  CHECK(shares[kmer("GTTT")] == Approx(1.0 / 6));
  CHECK(shares[kmer("ACGT")] == Approx(2.0 / 6));  // its own reverse complement
  CHECK(std::isnan(profile_of({"NNNN"}).gc()));
}

TEST_CASE("the divergence of profiles is 0 for equal shares, 1 for none in common, the same both ways") {
  const KmerProfile a = profile_of({"ACGTTGACGTCAACGTACGATCG"}), b = profile_of({"ACGTTTTTTCAAGGTACCATCGA"});
  CHECK(divergence(a, profile_of({"CGATCGTACGTTGACGTCAACGT"})) == Approx(0).margin(1e-12));  // the other strand
  CHECK(divergence(profile_of({"AAAAAA"}), profile_of({"CCCCCC"})) == Approx(1));
  CHECK(divergence(a, b) == Approx(divergence(b, a)));
  CHECK(divergence(a, b) > 0.1);
}

TEST_CASE("a profile goes through a model file, and may be absent there") {
  const KmerProfile profile = profile_of({"ACGTTGACGTCAACGTACGATCG"});
  ModelFile file;
  CHECK_FALSE(KmerProfile::load(file));
  profile.store(file.content);
  const auto loaded = KmerProfile::load(file);
  REQUIRE(loaded);
  CHECK(loaded->gc() == profile.gc());
  CHECK(loaded->shares() == profile.shares());
  file.content.metadata["data.gc"] = "3";
  CHECK_THROWS_WITH(KmerProfile::load(file), contains("data.gc"));
}
