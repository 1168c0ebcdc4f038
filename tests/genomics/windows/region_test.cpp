#include "genomics/windows/region.h"

#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("regions are 1-based inclusive text and 0-based half-open inside") {
  const auto check = [](const char* text, const std::string& contig, int64_t begin, std::optional<int64_t> end) {
    INFO(text);
    const auto region = parse_region(text);
    REQUIRE(region);
    CHECK(region->contig == contig);
    CHECK(region->begin == begin);
    CHECK(region->end == end);
  };
  check("chr1:1-10", "chr1", 0, 10);
  check("chr1:1,001-2,000", "chr1", 1000, 2000);
  check("5-5", "", 4, 5);
  check("chr1:7", "chr1", 6, {});
  check("7-", "", 6, {});
  check("chr1:-5", "chr1", 0, 5);
  check("chr1", "chr1", 0, {});
  check("gi|12|ref", "gi|12|ref", 0, {});
  check("{HLA:A:1-2}:3-4", "HLA:A:1-2", 2, 4);
  check("{12}", "12", 0, {});
  check("HLA:A*01", "HLA:A*01", 0, {});
  for (const char* text :
       {"", "chr1:0-5", "chr1:9-3", "3-2", "chr1:-", "chr1:-0", "-", "{chr1:1-2", "{chr1}x", "99999999999999999999"}) {
    INFO(text);
    CHECK_FALSE(parse_region(text));
  }
  CHECK(region_text("c", {0, 10}) == "c:1-10");
}

TEST_CASE("where the contig must be named, a number is a name") {
  const auto check = [](const char* text, const std::string& contig, int64_t begin, std::optional<int64_t> end) {
    INFO(text);
    const auto region = parse_contig_region(text);
    REQUIRE(region);
    CHECK(region->contig == contig);
    CHECK(region->begin == begin);
    CHECK(region->end == end);
  };
  check("12", "12", 0, {});
  check("5-9", "5-9", 0, {});
  check("12:1,000-2,000", "12", 999, 2000);
  check("{a:b}:7", "a:b", 6, {});
  for (const char* text : {"", ":5-6", "{}", "{}:1-2", "chr1:0-5"}) {
    INFO(text);
    CHECK_FALSE(parse_contig_region(text));
  }
}
