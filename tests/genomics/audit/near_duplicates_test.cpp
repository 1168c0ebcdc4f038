#include "genomics/audit/near_duplicates.h"

#include "genomics/audit/judged_split.h"
#include "tests/genomics/audit/planted.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("the nearest sequence of train: shifted, mutated, reversed, unlike") {
  PlantedTable table;
  const std::string genome = random_bases(400, 1), other = random_bases(200, 2);
  std::string mutated = other;
  mutated[100] = mutated[100] == 'A' ? 'C' : 'A';
  table.add(random_bases(200, 3), "no", "train");    // 0
  table.add(genome.substr(0, 200), "yes", "train");  // 1
  table.add(other, "no", "train");                   // 2
  table.add(other, "no", "train");                   // 3: as near as 2
  table.add(genome.substr(20, 200), "yes", "test");  // shares 180 of 200 bases with 1
  table.add(reversed(mutated), "no", "test");        // one base from 2 and 3
  table.add(random_bases(200, 4), "yes", "test");    // unlike all
  table.add(std::string(200, 'A'), "no", "test");    // one minimizer: says nothing
  table.add(random_bases(200, 5), "yes", "valid");
  const LabelledData data = table.load();
  ThreadPool one(1), three(3);
  const JudgedSplit test = read_judged_split(data, Split::kTest);
  const TrainMinimizers train(data.sequences(), one);
  const std::vector<NearHit> hits = train.nearest(test.samples, one);
  REQUIRE(hits.size() == 4);
  CHECK(hits[0].sequence == 1);
  CHECK(hits[0].containment > 0.8);
  CHECK(hits[0].containment < 1);
  CHECK(hits[1].sequence == 2);
  CHECK(hits[1].containment > 0.8);
  CHECK(hits[1].containment < 1);
  CHECK(hits[1].shared < hits[1].minimizers);
  CHECK(hits[2].sequence == -1);
  CHECK(hits[2].shared == 0);
  CHECK(hits[2].minimizers > 40);
  CHECK(hits[3].sequence == -1);

  const std::vector<NearHit> again = TrainMinimizers(data.sequences(), three).nearest(test.samples, three);
  for (size_t i = 0; i < hits.size(); ++i) {
    CHECK(again[i].sequence == hits[i].sequence);
    CHECK(again[i].containment == hits[i].containment);
  }
}
