#include "genomics/audit/audit.h"

#include <algorithm>

#include "genomics/audit/flagged_pairs.h"
#include "tests/genomics/audit/planted.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

Audit audit_of(const LabelledData& data, const AuditOptions& options = {}) {
  ThreadPool pool(2);
  return audit(data, options, pool);
}

const Finding& finding(const Audit& audit, const std::string& check, Split split) {
  const auto found = std::find_if(audit.findings.begin(), audit.findings.end(),
                                  [&](const Finding& f) { return f.check == check && f.split == split; });
  REQUIRE(found != audit.findings.end());
  return *found;
}

const CueScore& score(const Audit& audit, const std::string& name) {
  const auto found =
      std::find_if(audit.scores.begin(), audit.scores.end(), [&](const CueScore& s) { return s.name == name; });
  REQUIRE(found != audit.scores.end());
  return *found;
}

}  // namespace

TEST_CASE("nothing is found where nothing is planted") {
  PlantedTable table;
  table.add_random(60);
  const Audit found = audit_of(table.load());
  CHECK(warnings_of(found.findings).empty());
  CHECK(found.scores.size() == 5);
  CHECK(found.judged.size() == 2);
}

TEST_CASE("planted copies make looking up beat the majority") {
  PlantedTable table;
  table.add_random(60);
  for (uint64_t i = 0; i < 40; ++i) {
    const std::string sequence = random_bases(100, i);
    table.add(sequence, "yes", "train");
    table.add(i < 30 ? sequence : reversed(sequence), "yes", "test");
  }
  const LabelledData data = table.load();
  const Audit found = audit_of(data);
  const Finding& leak = finding(found, "in_train", Split::kTest);
  CHECK(leak.warn);
  CHECK(leak.affected == 40);
  CHECK(leak.of == 100);
  CHECK(leak.text == "40 of 100 test sequences (40.0 %) are in train too, 10 of them only as reverse complements");
  // 40 copies and the 30 of class "no" among the rest are right.
  CHECK(score(found, "look_up").accuracy == Approx(0.7));
  CHECK(score(found, "look_up").title == "looking up copies in train (else 'no')");
  CHECK(finding(found, "look_up", Split::kTest).warn);
  CHECK_FALSE(finding(found, "near_train", Split::kTest).warn);

  const std::vector<FlaggedPair> pairs = flagged_pairs(found, data);
  REQUIRE(pairs.size() == 40);
  CHECK(pairs.front().kind == "duplicate");
  CHECK(pairs.back().kind == "reverse_complement");
  CHECK(pairs.front().sample.split == Split::kTest);
  CHECK(pairs.front().sample.line == 183);  // the header, 180 random ones, the copied one
  CHECK(pairs.front().of.line == 182);
  contains(pairs.front().of.source, "data.csv");
}

TEST_CASE("planted near-copies are found by looking up only where they are searched") {
  PlantedTable table;
  table.add_random(60);
  for (uint64_t i = 0; i < 40; ++i) {
    const std::string genome = random_bases(110, i);
    table.add(genome.substr(0, 100), "yes", "train");
    table.add(genome.substr(10), "yes", "test");
  }
  const LabelledData data = table.load();
  const Audit found = audit_of(data);
  CHECK(finding(found, "in_train", Split::kTest).affected == 0);
  CHECK(finding(found, "near_train", Split::kTest).affected == 40);
  contains(finding(found, "near_train", Split::kTest).text, "40 of them of the same class");
  CHECK(score(found, "look_up_near").accuracy == Approx(0.7));
  CHECK(score(found, "look_up").accuracy == Approx(0.7));  // "yes" for all
  CHECK(score(found, "look_up").mcc == 0);
  CHECK(finding(found, "look_up_near", Split::kTest).warn);
  CHECK_FALSE(finding(found, "look_up", Split::kTest).warn);
  CHECK(flagged_pairs(found, data).front().kind == "near_duplicate");

  const Audit quick = audit_of(data, {.near_duplicates = false});
  CHECK(quick.scores.size() == 4);
  CHECK(warnings_of(quick.findings).empty());
  const Audit strict = audit_of(data, {.threshold = 1});
  CHECK(finding(strict, "near_train", Split::kTest).affected == 0);
}

TEST_CASE("lengths and GC that differ by class are found") {
  PlantedTable table;
  for (const char* split : {"train", "valid", "test"}) {
    for (uint64_t i = 0; i < 100; ++i) {
      const bool yes = i % 2 == 1;
      const uint64_t seed = 1000 * static_cast<uint64_t>(split[1]) + i;
      table.add(random_bases(yes ? 80 : 90, seed, yes ? 0.7 : 0.3), yes ? "yes" : "no", split);
    }
  }
  const Audit found = audit_of(table.load());
  CHECK(finding(found, "length", Split::kTest).warn);
  CHECK(finding(found, "length", Split::kTest).affected == 50);
  CHECK(score(found, "length").accuracy == 1);
  CHECK(finding(found, "gc", Split::kTest).warn);
  CHECK(score(found, "gc").accuracy > 0.85);
}

TEST_CASE("contradictions, repeats, a missing class, a large majority") {
  PlantedTable table;
  table.add_random(30);
  const std::string same = random_bases(100, 1);
  table.add(same, "yes", "train");
  table.add(reversed(same), "no", "train");
  table.add(random_bases(100, 2), "rare", "train");
  for (uint64_t i = 0; i < 200; ++i) table.add(random_bases(100, 5000 + i), "no", i < 100 ? "train" : "test");
  const Audit found = audit_of(table.load());
  CHECK(finding(found, "conflicts", Split::kTrain).affected == 2);
  CHECK(finding(found, "repeats", Split::kTrain).affected == 1);
  CHECK(finding(found, "classes", Split::kTest).text == "test has nothing of class 'rare'");
  CHECK(finding(found, "classes", Split::kValid).warn);
  CHECK(finding(found, "balance", Split::kTest).warn);
  CHECK(finding(found, "balance", Split::kTest).affected == 115);
}

TEST_CASE("windows of genomes: shared minimizers and overlapping regions") {
  PlantedTable table("path,id,start,end,label,split");
  const std::string shared = random_bases(6000, 1);
  table.folder().write("g.fa", ">a\n" + random_bases(20000, 2) + shared + "\n>b\n" + random_bases(20000, 3) + "\n>c\n" +
                                   reversed(shared) + random_bases(6000, 4) + "\n");
  table.add("g.fa,a,0,26000", "a", "train");
  table.add("g.fa,b,0,15000", "b", "train");
  table.add("g.fa,b,14000,20000", "b", "test");
  table.add("g.fa,c,0,12000", "a", "test");
  table.add("g.fa,b,19000,20000", "b", "valid");
  const LabelledData data = table.load();
  REQUIRE(data.windows_needed);
  const Audit found = audit_of(data);
  CHECK(finding(found, "overlaps", Split::kTest).affected == 1);
  contains(finding(found, "overlaps", Split::kTest).text, "0 of them by half or more");
  // Half of the windows of class a are in what c shares with a, a sixth of those of class b in what overlaps.
  const Finding& near = finding(found, "near_train", Split::kTest);
  CHECK(near.of == 4000);
  CHECK(static_cast<double>(near.affected) / 4000 == Approx((0.5 + 1.0 / 6) / 2).margin(0.06));
  CHECK_FALSE(finding(found, "near_train", Split::kValid).warn);
}
