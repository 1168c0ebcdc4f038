#include "genomics/audit/duplicates.h"

#include "tests/genomics/audit/planted.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("copies on either strand, within and between splits, and under other labels") {
  PlantedTable table;
  const std::string a = random_bases(60, 1), b = random_bases(60, 2), c = random_bases(60, 3), d = random_bases(60, 4);
  table.add(a, "yes", "train");           // 0
  table.add(a, "yes", "train");           // 1: repeats 0
  table.add(reversed(b), "no", "train");  // 2
  table.add(b, "no", "train");            // 3: repeats 2 on the other strand
  table.add(c, "yes", "train");           // 4
  table.add(random_bases(60, 5), "no", "train");
  table.add(c, "no", "valid");            // 6: in train, under another label
  table.add(reversed(a), "yes", "test");  // 7: in train, reversed only
  table.add(b, "no", "test");             // 8: in train
  table.add(d, "yes", "valid");           // 9
  table.add(d, "yes", "test");            // 10: in valid
  const LabelledData data = table.load();
  const Copies found = find_duplicates(data.sequences(), 2);

  const CopyCounts &train = found.splits[0], &valid = found.splits[1], &test = found.splits[2];
  CHECK(train.items == 6);
  CHECK(train.repeats == 2);
  CHECK(train.reverse_repeats == 1);
  CHECK(train.conflicts == 1);
  CHECK(valid.items == 2);
  CHECK(valid.repeats == 0);
  CHECK(valid.conflicts == 1);
  CHECK(valid.in[0] == 1);
  CHECK(valid.reverse_in[0] == 0);
  CHECK(test.items == 3);
  CHECK(test.in[0] == 2);
  CHECK(test.reverse_in[0] == 1);
  CHECK(test.in[1] == 1);
  CHECK(test.conflicts == 0);

  const int32_t no = 0, yes = 1;
  CHECK(found.train_label[6] == yes);
  CHECK(found.train_label[7] == yes);
  CHECK(found.train_label[8] == no);
  CHECK(found.train_label[10] == -1);

  std::vector<std::array<int64_t, 3>> copies;
  for (const Copy& copy : found.pairs) copies.push_back({copy.item, copy.of, copy.reverse ? 1 : 0});
  const std::vector<std::array<int64_t, 3>> expected = {{1, 0, 0}, {3, 2, 1}, {6, 4, 0},
                                                        {7, 0, 1}, {8, 3, 0}, {10, 9, 0}};
  CHECK(copies == expected);
}
