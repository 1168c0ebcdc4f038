#include "genomics/tasks/classify/alignment_tagger.h"

#include "tests/genomics/support/tagging_classifier.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("tags go onto the records that are classified, and all others pass in their place") {
  TaggingClassifier f;
  const std::string left_out = "s\t260\t*\t0\t0\t*\t*\t0\t0\tAC\tII\tul:Z:old\n";
  const std::string text = "@HD\tVN:1.6\n@PG\tID:first\n" + left_out +
                           "a\t4\t*\t0\t0\t*\t*\t0\t0\tACGTTGCATT\t*\tul:Z:old\tXX:i:1\n" + left_out +
                           "none\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n" + left_out;
  f.tag(f.folder.write("in.sam", text), AlignmentFormat::kSam);
  const std::string out = f.folder.read("out");
  const size_t label = out.find("\tXX:i:1\tul:Z:");
  REQUIRE(label != std::string::npos);
  CHECK(out.find("\tup:f:0.", label) != std::string::npos);
  CHECK(out.find("none\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\tul:Z:unclassified\n" + left_out) != std::string::npos);
  CHECK(out.find("@PG\tID:undula\tPN:undula\tPP:first\tVN:1.0\tCL:undula classify\n" + left_out + "a\t") !=
        std::string::npos);
  CHECK(out.ends_with(left_out));
}
