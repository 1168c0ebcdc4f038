#include "genomics/tasks/labelled/labelled_pieces.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/suggest.h"
#include "genomics/io/sequence_reader.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr size_t kMostNames = 10000;  // kept of a file for "did you mean"

/// Opens a file for the rows that name it.
SequenceReader open_for(const LabelledRows& rows, const LabelledRow& row, const std::string& path) {
  try {
    return SequenceReader(path);
  } catch (const Error& error) {
    throw Error(error.kind(), error.what(), rows.where(row), error.hint());
  }
}

/// Reads one file for the rows that name it.
class FileLoader {
 public:
  FileLoader(LabelledRows& rows, LabelledPieces& loaded) : rows_(rows), loaded_(loaded) {}

  void load(const std::string& path, const std::vector<int32_t>& wanted) {
    for (const int32_t row : wanted) {
      if (row_at(row).id.empty()) {
        every_.push_back(row);
      } else {
        by_id_[row_at(row).id].rows.push_back(row);
      }
    }
    SequenceReader reader = open_for(rows_, row_at(wanted.front()), path);
    SequenceRecord record;
    while (reader.read(record)) take(record);
    for (const int32_t row : wanted) {
      const std::string& id = row_at(row).id;
      if (id.empty() || by_id_[id].found) continue;
      const std::string near = closest(id, names_);
      rows_.fail(row_at(row), "no record '" + id + "' in " + path, near.empty() ? "" : "did you mean '" + near + "'?");
    }
  }

 private:
  struct Named {
    std::vector<int32_t> rows;
    bool found = false;
  };

  const LabelledRow& row_at(int32_t row) const { return rows_.rows[static_cast<size_t>(row)]; }

  void take(const SequenceRecord& record) {
    if (names_.size() < kMostNames && !by_id_.empty()) names_.push_back(record.id);
    const auto named = by_id_.find(record.id);
    if (every_.empty() && named == by_id_.end()) return;
    const auto number = static_cast<int32_t>(loaded_.records.size());
    const auto length = static_cast<int64_t>(record.sequence.size());
    for (const int32_t row : every_) {
      const bool part = row_at(row).begin > 0 || row_at(row).end;
      if (part && record.number > 1) {
        rows_.fail(row_at(row), "a part of a file with several records", "name one: an 'id', or contig:beg-end");
      }
      add(row, number, length);
    }
    if (named != by_id_.end()) {
      const std::vector<int32_t>& wanted = named->second.rows;
      if (std::exchange(named->second.found, true)) {
        rows_.fail(row_at(wanted.front()), "two records are named '" + record.id + "'", "give them names of their own");
      }
      for (const int32_t row : wanted) add(row, number, length);
    }
    loaded_.records.push_back({record.id, tokenize(record.sequence)});
  }

  void add(int32_t row, int32_t record, int64_t length) {
    const LabelledRow& from = row_at(row);
    if (from.end.value_or(0) > length || from.begin > length) {
      rows_.fail(from, "the part reaches beyond the record's " + std::to_string(length) + " bases");
    }
    const Window window = {from.begin, from.end.value_or(length)};
    if (window.length() > 0) loaded_.pieces.push_back({row, record, window, from.split});
  }

  LabelledRows& rows_;
  LabelledPieces& loaded_;
  std::vector<int32_t> every_;  // rows that mean every record
  std::unordered_map<std::string, Named> by_id_;
  std::vector<std::string> names_;
};

}  // namespace

LabelledPieces load_pieces(LabelledRows& rows) {
  LabelledPieces loaded;
  std::vector<std::vector<int32_t>> rows_of_file(rows.files.names().size());
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    LabelledRow& row = rows.rows[i];
    if (row.file >= 0) {
      rows_of_file[static_cast<size_t>(row.file)].push_back(static_cast<int32_t>(i));
      continue;
    }
    const auto length = static_cast<int64_t>(row.tokens.size());
    const Window window = {row.begin, row.end.value_or(length)};
    if (window.end > length || window.begin >= window.end) rows.fail(row, "the part reaches beyond the sequence");
    const std::string id = row.id.empty() ? std::to_string(i + 1) : row.id;
    loaded.pieces.push_back({static_cast<int32_t>(i), static_cast<int32_t>(loaded.records.size()), window, row.split});
    loaded.records.push_back({id, std::move(row.tokens)});
  }
  for (size_t file = 0; file < rows_of_file.size(); ++file) {
    FileLoader(rows, loaded).load(rows.files.names()[file], rows_of_file[file]);
  }
  std::stable_sort(loaded.pieces.begin(), loaded.pieces.end(),
                   [](const LabelledPiece& a, const LabelledPiece& b) { return a.row < b.row; });
  return loaded;
}

}  // namespace undula
