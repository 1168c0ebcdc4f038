#include "genomics/tasks/labelled/labelled_table.h"

#include <charconv>
#include <cmath>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/suggest.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/io/sequence_table.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/region.h"

namespace undula {
namespace {

/// Reads one table row by row into LabelledRows.
class TableRows {
 public:
  TableRows(const std::string& path, Split split, bool labels_needed, LabelledRows& rows)
      : table_(path), folder_(std::filesystem::path(path).parent_path()), split_(split), rows_(rows) {
    rows_.sources.push_back(table_.name());
    const bool path_given = table_.find("path") >= 0, sequence_given = table_.find("sequence") >= 0;
    if (path_given && sequence_given) fail_header("the table has both a column 'path' and a column 'sequence'", "");
    if (!path_given && !sequence_given) fail_header("the table has neither a column 'path' nor 'sequence'", "sequence");
    if (labels_needed && table_.find("label") < 0) fail_header("the table has no column 'label'", "label");
    if (table_.find("region") >= 0 && (table_.find("start") >= 0 || table_.find("end") >= 0)) {
      fail_header("a table has either 'region' or 'start' and 'end'", "");
    }
  }

  void read_all() {
    const size_t before = rows_.rows.size();
    bool any_split = false, any_without = false;
    while (table_.next(cells_)) {
      LabelledRow row = read_row();
      (row.split == Split::kNone ? any_without : any_split) = true;
      if (any_split && any_without) rows_.fail(row, "some rows have a split and some have none");
      if (row.split == Split::kNone) row.split = split_;
      rows_.rows.push_back(std::move(row));
    }
    if (rows_.rows.size() == before) throw Error(ErrorKind::kBadInput, "the table has no rows", table_.name());
  }

 private:
  LabelledRow read_row() {
    LabelledRow row;
    row.source = static_cast<int32_t>(rows_.sources.size()) - 1;
    row.line = table_.line();
    row.id = cell("id");
    row.group = cell("group");
    if (table_.find("label") >= 0) row.label = rows_.label_number(cell("label"), row);
    read_split(row);
    read_weight(row);
    read_part(row);
    read_bases(row);
    return row;
  }

  void read_split(LabelledRow& row) const {
    const std::string word = cell("split");
    row.split = split_from(word);
    if (row.split == Split::kNone && !word.empty()) {
      rows_.fail(row, "'" + word + "' is no split", "train, valid (or dev), or test");
    }
    if (row.split != Split::kNone && split_ != Split::kNone && row.split != split_) {
      rows_.fail(row, "a row for '" + word + "' in the file of another split");
    }
  }

  void read_weight(LabelledRow& row) const {
    const std::string text = cell("weight");
    if (text.empty()) return;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row.weight);
    if (error != std::errc() || end != text.data() + text.size() || !(row.weight > 0) || std::isinf(row.weight)) {
      rows_.fail(row, "the weight '" + text + "' is no positive number");
    }
  }

  void read_part(LabelledRow& row) const {
    const std::string text = cell("region"), start = cell("start"), end = cell("end");
    if (!text.empty()) {
      const auto region = parse_region(text);
      if (!region) rows_.fail(row, "'" + text + "' is no region", "contig:beg-end, 1-based, the end included");
      if (!row.id.empty() && !region->contig.empty() && row.id != region->contig) {
        rows_.fail(row, "the id '" + row.id + "' and the region '" + text + "' name different records");
      }
      if (row.id.empty()) row.id = region->contig;
      row.begin = region->begin;
      row.end = region->end;
    }
    if (!start.empty()) row.begin = position(row, "start", start);
    if (!end.empty()) row.end = position(row, "end", end);
    if (row.end && *row.end <= row.begin) rows_.fail(row, "the part ends before it begins");
  }

  int64_t position(const LabelledRow& row, const char* column, const std::string& text) const {
    const auto value = parse_position(text);
    if (!value) rows_.fail(row, std::string("the ") + column + " '" + text + "' is no whole number from 0");
    return *value;
  }

  void read_bases(LabelledRow& row) {
    if (table_.find("path") >= 0) {
      const std::string path = cell("path");
      if (path.empty()) rows_.fail(row, "an empty path");
      row.file = rows_.files.number_of((folder_ / path).string());
      return;
    }
    const std::string text = cell("sequence");
    if (text.empty()) rows_.fail(row, "an empty sequence");
    const size_t bad = find_non_nucleotide(text);
    if (bad != std::string::npos) {
      rows_.fail(row, "the sequence holds '" + text.substr(bad, 1) + "' at base " + std::to_string(bad + 1) +
                          ", which is no nucleotide code; is this protein?");
    }
    row.tokens = tokenize(text);
  }

  /// The cell of a column without blanks around it; empty where there is no such column.
  std::string cell(const std::string& column) const {
    const int place = table_.find(column);
    if (place < 0) return "";
    const std::string& text = cells_[static_cast<size_t>(place)];
    const size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
  }

  [[noreturn]] void fail_header(const std::string& what, const std::string& wanted) const {
    std::string listed;
    for (const std::string& column : table_.columns()) listed += (listed.empty() ? "" : ", ") + column;
    const std::string near = closest(wanted, table_.columns());
    throw Error(ErrorKind::kBadInput, what + "; its columns are: " + listed, table_.name() + ", line 1",
                near.empty() ? "a header such as: sequence,label" : "did you mean '" + wanted + "' by '" + near + "'?");
  }

  SequenceTable table_;
  std::filesystem::path folder_;
  Split split_;
  LabelledRows& rows_;
  std::vector<std::string> cells_;
};

}  // namespace

void append_table(const std::string& path, Split split, bool labels_needed, LabelledRows& rows) {
  TableRows(path, split, labels_needed, rows).read_all();
}

}  // namespace undula
