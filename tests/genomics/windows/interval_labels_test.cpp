#include "genomics/windows/interval_labels.h"

#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

namespace undula::test {
namespace {

using testing::contains;
using testing::error_of;

struct Genome {
  testing::TempFolder folder;
  std::shared_ptr<const IndexedFasta> fasta =
      testing::make_genome(folder, {{"one", testing::random_bases(100, 1)}, {"two", testing::random_bases(50, 2)}});

  IntervalLabels labels(const std::string& bed, const std::string& background = "none",
                        const std::vector<std::string>& classes = {}) const {
    return {*fasta, folder.write("labels.bed", bed), background, classes};
  }
  std::string refusal(const std::string& bed, const std::string& background = "none",
                      const std::vector<std::string>& classes = {}) const {
    return error_of(ErrorKind::kBadInput, [&] { labels(bed, background, classes); });
  }
};

std::vector<int32_t> read(const IntervalLabels& labels, const GenomeInterval& at) {
  std::vector<int32_t> found(static_cast<size_t>(at.window.length()));
  labels.read(at, found);
  return found;
}

}  // namespace

TEST_CASE("each base has the class of its interval, and the others the background") {
  const Genome genome;
  const IntervalLabels labels =
      genome.labels("two\t3\t5\texon\t0\t-\none\t12\t14\tutr\none\t8\t10\texon\none\t9\t11\texon\none\t7\t7\tutr\n");
  CHECK(labels.classes() == std::vector<std::string>{"exon", "none", "utr"});
  CHECK(read(labels, {0, {6, 15}}) == std::vector<int32_t>{1, 1, 0, 0, 0, 1, 2, 2, 1});
  CHECK(read(labels, {0, {9, 13}}) == std::vector<int32_t>{0, 0, 1, 2});
  CHECK(read(labels, {1, {0, 6}}) == std::vector<int32_t>{1, 1, 1, 0, 0, 1});
  CHECK(read(labels, {0, {10, 10}}).empty());
  CHECK(labels.bases({{0, {0, 100}}, {1, {4, 50}}}) == std::vector<int64_t>{4, 140, 2});
}

TEST_CASE("without a background the other bases have no class") {
  const Genome genome;
  const IntervalLabels labels = genome.labels("one\t1\t2\ta\none\t2\t3\tb\n", "");
  CHECK(labels.classes() == std::vector<std::string>{"a", "b"});
  CHECK(read(labels, {0, {0, 4}}) == std::vector<int32_t>{-1, 0, 1, -1});
  CHECK(labels.bases({{0, {0, 100}}}) == std::vector<int64_t>{1, 1});
  CHECK(labels.digest() != genome.labels("one\t1\t2\ta\none\t2\t3\tb\n", "a").digest());
}

TEST_CASE("the background may have intervals of its own, and classes may be given") {
  const Genome genome;
  const IntervalLabels labels = genome.labels("one\t1\t2\tb\none\t4\t6\ta\n", "b", {"b", "a", "c"});
  CHECK(read(labels, {0, {0, 5}}) == std::vector<int32_t>{0, 0, 0, 0, 1});
  contains(genome.refusal("one\t1\t2\td\n", "b", {"b", "a", "c"}), "the model has no class 'd'");
}

TEST_CASE("labels that say nothing or two things are refused with file and line") {
  const Genome genome;
  const std::string overlap = genome.refusal("one\t10\t20\ta\none\t30\t40\ta\n\none\t19\t25\tb\n");
  contains(overlap, "one:20-25 is 'b' and overlaps one:11-20, which is 'a' (line 1)");
  contains(overlap, "labels.bed, line 4");
  contains(genome.refusal("one\t10\t20\n"), "an interval without a name");
  contains(genome.refusal("one\t10\t101\ta\n"), "lies beyond the end of one");
  contains(genome.refusal("three\t10\t20\ta\n"), "line 1");
  contains(genome.refusal("one\t10\t20\ta\n", ""), "one class, a: nothing to tell apart");
  contains(genome.refusal("# nothing\n", ""), "no interval");
}

}  // namespace undula::test
