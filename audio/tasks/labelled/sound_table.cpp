#include "audio/tasks/labelled/sound_table.h"

#include <filesystem>
#include <memory>

#include "core/base/error.h"
#include "core/base/suggest.h"
#include "core/io/table_reader.h"

namespace undula {
namespace {

class SoundTable {
 public:
  SoundTable(const std::string& path, Split split, const SoundRowOptions& options, SoundRows& rows)
      : table_(std::make_unique<FileLines>(path)),
        folder_(std::filesystem::path(path).parent_path()),
        split_(split),
        rows_(rows),
        group_(options.group_column.empty() ? table_.find("group") : table_.find(options.group_column)) {
    rows_.sources.push_back(path);
    need("path");
    if (options.labels_needed) need("label");
    if (!options.group_column.empty() && group_ < 0) need(options.group_column);
  }

  void read_all() {
    const size_t before = rows_.rows.size();
    while (table_.next(cells_)) rows_.rows.push_back(read_row());
    if (rows_.rows.size() == before) throw Error(ErrorKind::kBadInput, "the table has no rows", table_.name());
    check_splits(rows_, before);
  }

 private:
  void need(const std::string& column) const {
    if (table_.find(column) >= 0) return;
    const std::string near = closest(column, table_.columns());
    throw Error(ErrorKind::kBadInput, "the table has no column '" + column + "'", table_.name() + ", line 1",
                near.empty() ? "" : "is it '" + near + "'?");
  }

  SoundRow read_row() {
    SoundRow row;
    row.source = static_cast<int32_t>(rows_.sources.size()) - 1;
    row.line = table_.line();
    const std::string path = cell(table_.find("path"));
    if (path.empty()) rows_.fail(row, "an empty path");
    row.file = rows_.files.number_of((folder_ / path).string());
    row.group = cell(group_);
    if (table_.find("label") >= 0) rows_.set_label(row, cell(table_.find("label")));
    set_split(cell(table_.find("split")), split_, row, rows_);
    row.start = time(row, "start");
    row.duration = time(row, "duration");
    return row;
  }

  std::optional<SoundTime> time(const SoundRow& row, const std::string& column) const {
    const std::string text = cell(table_.find(column));
    if (text.empty()) return std::nullopt;
    try {
      return parse_sound_time(text);
    } catch (const Error& error) {
      rows_.fail(row, column + ": " + error.what(), "12.5, 1:02.5 or 44100s");
    }
  }

  std::string cell(int column) const { return column < 0 ? "" : cells_[static_cast<size_t>(column)]; }

  TableReader table_;
  std::filesystem::path folder_;
  Split split_;
  SoundRows& rows_;
  int group_;
  std::vector<std::string> cells_;
};

}  // namespace

void append_sound_table(const std::string& path, Split split, const SoundRowOptions& options, SoundRows& rows) {
  SoundTable(path, split, options, rows).read_all();
}

void set_split(const std::string& word, Split split, SoundRow& row, const SoundRows& rows) {
  row.split = split_from(word);
  if (row.split == Split::kNone && !word.empty())
    rows.fail(row, "'" + word + "' is no split", "train, valid (or dev), or test");
  if (row.split != Split::kNone && split != Split::kNone && row.split != split)
    rows.fail(row, "a row for '" + word + "' in the data of another split");
  if (row.split == Split::kNone) row.split = split;
}

void check_splits(const SoundRows& rows, size_t first) {
  for (size_t i = first; i < rows.rows.size(); ++i) {
    if ((rows.rows[i].split == Split::kNone) != (rows.rows[first].split == Split::kNone))
      rows.fail(rows.rows[i], "some rows have a split and some have none");
  }
}

}  // namespace undula
