#include "genomics/audit/overlaps.h"

#include "tests/genomics/audit/planted.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("parts of a record that overlap parts of train, and by how much") {
  PlantedTable table("path,id,start,end,label,split");
  table.folder().write("g.fa", ">chr1\n" + random_bases(2000, 1) + "\n>chr2\n" + random_bases(2000, 2) + "\n");
  table.add("g.fa,chr1,0,1500", "a", "train");    // 0: reaches beyond all that follow
  table.add("g.fa,chr1,100,200", "a", "train");   // 1
  table.add("g.fa,chr2,0,100", "b", "train");     // 2
  table.add("g.fa,chr1,150,250", "a", "test");    // 3: all of it in 0
  table.add("g.fa,chr1,1480,1580", "b", "test");  // 4: a fifth in 0
  table.add("g.fa,chr1,1500,1600", "b", "test");  // 5: touches 0
  table.add("g.fa,chr2,50,150", "a", "valid");    // 6: half in 2
  table.add("g.fa,chr2,100,200", "b", "valid");   // 7: touches 2, and overlaps 6 only
  const LabelledData data = table.load();
  const std::vector<Overlap> found = find_overlaps(data);
  REQUIRE(found.size() == 3);
  CHECK(found[0].item == 3);
  CHECK(found[0].with == 0);
  CHECK(found[0].share == Approx(1));
  CHECK(found[1].item == 4);
  CHECK(found[1].with == 0);
  CHECK(found[1].share == Approx(0.2));
  CHECK(found[2].item == 6);
  CHECK(found[2].with == 2);
  CHECK(found[2].share == Approx(0.5));
}
