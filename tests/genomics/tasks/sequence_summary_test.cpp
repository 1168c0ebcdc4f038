#include "genomics/tasks/sequence_summary.h"

#include <cmath>

#include "tests/genomics/support/temp_folder.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("a summary counts records, letters and lengths") {
  testing::TempFolder folder;
  const SequenceSummary summary =
      summarise_sequences(folder.write("a.fa", ">a\nGGCCa\n>b\nTTnRACGTAC\n>empty\n>c\nAAAAA\n"));
  CHECK(summary.format == "FASTA");
  CHECK(summary.packing == "plain");
  CHECK(summary.records == 4);
  CHECK(summary.bases == 20);
  CHECK(summary.gc == 7);
  CHECK(summary.at == 11);
  CHECK(summary.ambiguous == 2);
  CHECK(summary.soft_masked == 2);
  CHECK(summary.gc_share() == Approx(7.0 / 18));
  CHECK(summary.length_at(0.5) == 5);
  CHECK(summary.length_at(1) == 10);
  CHECK(summary.n50() == 10);
}

TEST_CASE("a summary of nothing but ambiguous bases has no GC share") {
  testing::TempFolder folder;
  const SequenceSummary summary = summarise_sequences(folder.write("a.fq", "@a\nNN\n+\nII\n"));
  CHECK(summary.format == "FASTQ");
  CHECK(std::isnan(summary.gc_share()));
}
