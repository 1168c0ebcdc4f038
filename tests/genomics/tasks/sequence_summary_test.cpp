#include "genomics/tasks/sequence_summary.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;

TEST_CASE("a summary counts records, letters and lengths") {
  testing::TempFolder folder;
  const SequenceSummary summary =
      summarise_sequences(folder.write("a.fa", ">a\nGGCCa\n>b\nTTnRACGTAC\n>empty\n>c\nAAAAA\n"));
  CHECK(summary.format == "FASTA");
  CHECK(summary.packing == "plain");
  CHECK(summary.records == 4);
  CHECK(summary.letters.bases == 20);
  CHECK(summary.letters.gc == 7);
  CHECK(summary.letters.ambiguous == 2);
  CHECK(summary.letters.soft_masked == 2);
  CHECK(summary.letters.gc_share() == Approx(7.0 / 18));
  CHECK(summary.length_at(0.5) == 5);
  CHECK(summary.length_at(1) == 10);
  CHECK(summary.n50() == 10);
}

TEST_CASE("a summary of nothing but ambiguous bases has no GC share") {
  testing::TempFolder folder;
  const SequenceSummary summary = summarise_sequences(folder.write("a.fq", "@a\nNN\n+\nII\n"));
  CHECK(summary.format == "FASTQ");
  CHECK(std::isnan(summary.letters.gc_share()));
}

TEST_CASE("every record is shown as it is read, long ones too") {
  testing::TempFolder folder;
  std::string longer;
  for (int i = 0; i < 100'000; ++i) longer += "ACGTNNgccatnA\n";
  std::vector<RecordSummary> records;
  const SequenceSummary summary = summarise_sequences(folder.write("a.fa", ">a x\nAC\n>b\n" + longer + ">c\n"), {}, 1,
                                                      [&](const RecordSummary& record) { records.push_back(record); });
  REQUIRE(records.size() == 3);
  CHECK(records[0].id == "a");
  CHECK(records[0].letters.gc_share() == 0.5);
  CHECK(records[1].letters.bases == 1'300'000);
  CHECK(records[1].letters.gc == 500'000);
  CHECK(records[1].letters.ambiguous == 300'000);
  CHECK(records[1].letters.soft_masked == 600'000);
  CHECK(records[2].id == "c");
  CHECK(std::isnan(records[2].letters.gc_share()));
  CHECK(summary.letters.gc == 500'001);
}
