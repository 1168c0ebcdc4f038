#include "genomics/io/sequence_table.h"

#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;
using Cells = std::vector<std::string>;

namespace {

std::vector<Cells> rows_of(const std::string& text) {
  const TempFolder folder;
  SequenceTable table(folder.write("t.csv", text));
  std::vector<Cells> rows = {table.columns()};
  Cells cells;
  while (table.next(cells)) rows.push_back(cells);
  return rows;
}

std::string table_error(const std::string& text) {
  return error_of(ErrorKind::kBadInput, [&] { rows_of(text); });
}

}  // namespace

TEST_CASE("CSV: quotes, CR LF, blank lines, no final newline") {
  const auto rows =
      rows_of("\xEF\xBB\xBF Sequence ,LABEL\r\n\"AC,GT\",\"say \"\"x\"\"\"\r\n\r\n\"two\nlines\",\"\"\r\nA,b\"c");
  REQUIRE(rows.size() == 4);
  CHECK(rows[0] == Cells{"sequence", "label"});
  CHECK(rows[1] == Cells{"AC,GT", "say \"x\""});
  CHECK(rows[2] == Cells{"two\nlines", ""});
  CHECK(rows[3] == Cells{"A", "b\"c"});
}

TEST_CASE("TSV: quotes and commas are letters, empty cells count") {
  const auto rows = rows_of("path\tlabel\tnote\na,b\t\"x\t\n\t\t\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[1] == Cells{"a,b", "\"x", ""});
  CHECK(rows[2] == Cells{"", "", ""});
}

TEST_CASE("table errors name file and line") {
  contains(table_error("sequence,label\nA,1\nA\n"), "t.csv, line 3");
  contains(table_error("sequence,label\nA,1,2\n"), "3 cells, where the header has 2");
  contains(table_error("sequence,label\n\"A,1\nA,2\n"), "never closed");
  contains(table_error("sequence,label\n\"A\"x,1\n"), "behind the closing quote");
  contains(table_error("label,Label\n"), "two columns");
  contains(table_error(">r\nACGT\n"), "LABEL=");
  contains(table_error("\n\n"), "without a header");
}

TEST_CASE("a table's rows know their lines, and compression is undone") {
  const TempFolder folder;
  const std::string path = folder.path() / "t.csv.gz";
  write_compressed(path, "a,b\n\"1\n2\",3\n\n4,5\n", "wg");
  SequenceTable table(path);
  Cells cells;
  CHECK(table.find("b") == 1);
  CHECK(table.find("c") == -1);
  REQUIRE(table.next(cells));
  CHECK(table.line() == 2);
  REQUIRE(table.next(cells));
  CHECK(table.line() == 5);
  CHECK_FALSE(table.next(cells));
}
