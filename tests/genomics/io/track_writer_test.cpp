#include "genomics/io/track_writer.h"

#define NOCURL
#include <bigWig.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"
#include "genomics/io/text_cursor.h"
#include "tests/support/catch.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

const float kNone = std::numeric_limits<float>::quiet_NaN();
const std::vector<TrackContig> kContigs = {{"chr2", 40000}, {"chr10", 7}, {"empty", 5}, {"chr1", 100}};

/// The file as libBigWig's own reader sees it.
struct BigWig {
  explicit BigWig(const std::string& path) : file(bwOpen(path.c_str(), nullptr, "r")) { REQUIRE(file != nullptr); }
  ~BigWig() { bwClose(file); }

  /// A value per base of [begin, end), NaN where there is none.
  std::vector<float> values(const std::string& contig, uint32_t begin, uint32_t end) const {
    bwOverlappingIntervals_t* found = bwGetValues(file, contig.c_str(), begin, end, 1);
    std::vector<float> values(end - begin, kNone);
    if (found != nullptr) {
      REQUIRE(found->l == end - begin);
      values.assign(found->value, found->value + found->l);
      bwDestroyOverlappingIntervals(found);
    }
    return values;
  }

  bigWigFile_t* file;
};

bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

std::vector<float> log_likelihoods(int64_t n) {
  std::vector<float> values;
  for (int64_t i = 0; i < n; ++i)
    values.push_back(-static_cast<float>(RandomKey(3).below(static_cast<uint64_t>(i), 1000)) / 256 - 1);
  return values;
}

}  // namespace

TEST_CASE("a bigWig reads back value for value, blocks, gaps and ends of contigs included") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bw";
  std::vector<float> all = log_likelihoods(40000);
  for (size_t i = 100; i < 130; ++i) all[i] = kNone;
  const auto track = open_track(path, kContigs);
  for (int64_t begin = 0; begin < 40000; begin += 1500)
    track->write(0, begin, 1,
                 std::span(all).subspan(static_cast<size_t>(begin),
                                        static_cast<size_t>(std::min<int64_t>(1500, 40000 - begin))));
  track->write(1, 0, 3, std::vector<float>{1, 2, 3});
  track->write(3, 10, 20, std::vector<float>{0.25F, kNone, 0.75F});
  CHECK_FALSE(std::filesystem::exists(path));
  track->commit();

  const BigWig read(path);
  CHECK(read.file->cl->nKeys == 4);
  CHECK(std::string(read.file->cl->chrom[1]) == "chr10");
  CHECK(read.file->cl->len[3] == 100);
  CHECK(same(read.values("chr2", 0, 40000), all));
  for (const uint32_t begin : {0U, 90U, 7999U, 8000U, 8125U, 31990U}) {
    INFO(begin);
    CHECK(same(read.values("chr2", begin, begin + 60), {all.begin() + begin, all.begin() + begin + 60}));
  }
  CHECK(same(read.values("chr10", 0, 7), {1, 1, 1, 2, 2, 2, 3}));
  CHECK(same(read.values("empty", 0, 5), std::vector<float>(5, kNone)));
  std::vector<float> steps(100, kNone);
  std::fill(steps.begin() + 10, steps.begin() + 30, 0.25F);
  std::fill(steps.begin() + 50, steps.begin() + 70, 0.75F);
  CHECK(same(read.values("chr1", 0, 100), steps));
}

TEST_CASE("a bigWig's header sums its values up") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bigWig";
  const std::vector<float> all = log_likelihoods(40000);
  const auto track = open_track(path, kContigs);
  track->write(0, 0, 1, all);
  track->commit();
  const BigWig read(path);
  double sum = 0;
  for (const float value : all) sum += value;
  CHECK(read.file->hdr->nBasesCovered == 40000);
  CHECK(read.file->hdr->minVal == *std::min_element(all.begin(), all.end()));
  CHECK(read.file->hdr->maxVal == *std::max_element(all.begin(), all.end()));
  CHECK(read.file->hdr->sumData == Approx(sum));
}

TEST_CASE("a bigWig's zoom levels say what its values come to, wide values and gaps included") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bw";
  constexpr uint32_t kLength = 3'000'000;
  std::vector<float> all = log_likelihoods(kLength / 2);
  for (size_t i = 5000; i < 300000; ++i) all[i] = kNone;
  const auto track = open_track(path, {{"a", 5000}, {"b", kLength}, {"c", 100}});
  track->write(0, 100, 3000, std::vector<float>{2});
  track->write(1, 0, 1, all);
  track->write(1, 2'000'000, 700'000, std::vector<float>{1, -3});
  track->commit();
  const BigWig read(path);
  REQUIRE(read.file->hdr->nLevels > 3);
  CHECK(read.file->hdr->zoomHdrs->level[0] == 2048);
  CHECK(read.file->hdr->zoomHdrs->level[3] == 2048 * 64);
  // Where stretches begin and end with those of a level, its summaries give what the values themselves do.
  for (const uint32_t width : {2048U * 2, 2048U * 8, 2048U * 64, 2048U * 512}) {
    for (const uint32_t begin : {0U, width, kLength / width / 2 * width}) {
      for (const auto kind : {mean, coverage, bwStatsType::min, bwStatsType::max, stdev}) {
        INFO(width << " from " << begin << ", " << kind);
        double* got = bwStats(read.file, "b", begin, begin + width, 1, kind);
        double* want = bwStatsFromFull(read.file, "b", begin, begin + width, 1, kind);
        REQUIRE((got != nullptr && want != nullptr));
        CHECK(std::isnan(got[0]) == std::isnan(want[0]));
        if (!std::isnan(want[0])) CHECK(got[0] == Approx(want[0]).epsilon(1e-3).margin(1e-3));
        free(got);
        free(want);
      }
    }
  }
}

TEST_CASE("the summaries of a long contig are found through an index of several levels") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bw";
  const auto track = open_track(path, {{"long", 400'000'000}});
  std::vector<float> values = log_likelihoods(150'000);
  values[140'001] = 7;
  track->write(0, 0, 2048, values);
  track->commit();
  const BigWig read(path);
  for (const auto& [begin, want] : {std::pair(140'000U, 7.0), std::pair(0U, -1.0)}) {
    double* got = bwStats(read.file, "long", 2048 * begin, 2048 * (begin + 1000), 1, bwStatsType::max);
    REQUIRE(got != nullptr);
    CHECK(got[0] == Approx(want).margin(0.05));
    free(got);
  }
}

TEST_CASE("a bigWig without values is a bigWig") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bw";
  open_track(path, kContigs)->commit();
  const BigWig read(path);
  CHECK(read.file->cl->nKeys == 4);
}

TEST_CASE("bedGraph has a line for each run of equal values") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bedgraph";
  const auto track = open_track(path, kContigs);
  track->write(0, 5, 1, std::vector<float>{1, 1, kNone, 1});
  track->write(0, 9, 1, std::vector<float>{1, -0.5F});
  track->write(1, 0, 3, std::vector<float>{1, 2, 3});
  track->write(3, 0, 1, std::vector<float>{1e-30F});
  track->commit();
  CHECK(folder.read("t.bedgraph") ==
        "chr2\t5\t7\t1\nchr2\t8\t10\t1\nchr2\t10\t11\t-0.5\n"
        "chr10\t0\t3\t1\nchr10\t3\t6\t2\nchr10\t6\t7\t3\nchr1\t0\t1\t1e-30\n");
}

TEST_CASE("bedGraph is written as bgzip where its name asks for it") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bedgraph.gz";
  const auto track = open_track(path, kContigs);
  track->write(1, 0, 1, std::vector<float>{7});
  track->commit();
  TextCursor text{ByteStream(path)};
  std::string line;
  text.append_line(line, 100);
  CHECK(line == "chr10\t0\t1\t7");
}

TEST_CASE("a bigWig needs a file, and contigs whose length it can hold") {
  TempFolder folder;
  const std::string path = folder.path() / "t.bw";
  CHECK(contains(error_of(ErrorKind::kUsage, [&] { open_track(path, {{"long", int64_t{1} << 32}}); }), "'long'"));
  CHECK(std::filesystem::is_empty(folder.path()));
  const std::string pipe = folder.path() / "pipe.bw";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  CHECK(contains(error_of(ErrorKind::kUsage, [&] { open_track(pipe, kContigs); }), "it needs a file"));
  close(reader);
}
