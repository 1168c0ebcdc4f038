#include "core/io/table_reader.h"

#include <algorithm>
#include <cctype>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr size_t kLongestRow = size_t{1} << 30;
constexpr int64_t kMostLines = 1000;  // of one row, so that a lost quote is told soon

std::string trimmed_lower(const std::string& text) {
  const auto blank = [](unsigned char c) { return std::isspace(c) != 0; };
  const auto begin = std::find_if_not(text.begin(), text.end(), blank);
  const auto end = std::find_if_not(text.rbegin(), std::make_reverse_iterator(begin), blank).base();
  std::string word(begin, end);
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

/// Reads the cell whose opening quote stands before `at`; returns the place behind its closing quote, npos without one.
size_t read_quoted(const std::string& row, size_t at, std::string& cell) {
  while (at < row.size()) {
    if (row.compare(at, 2, "\"\"") == 0) {
      cell += '"';
      at += 2;
    } else if (row[at] == '"') {
      return at + 1;
    } else {
      cell += row[at++];
    }
  }
  return std::string::npos;
}

}  // namespace

TableReader::TableReader(std::unique_ptr<TextLines> lines) : text_(std::move(lines)) {
  if (!read_line()) fail("a table without a header line");
  delimiter_ = row_.find('\t') == std::string::npos ? ',' : '\t';
  split_row(columns_);
  for (std::string& column : columns_) column = trimmed_lower(column);
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (find(columns_[i]) != static_cast<int>(i)) fail("two columns are named '" + columns_[i] + "'");
  }
}

int TableReader::find(const std::string& column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  return found == columns_.end() ? -1 : static_cast<int>(found - columns_.begin());
}

bool TableReader::next(std::vector<std::string>& cells) {
  if (!read_line()) return false;
  split_row(cells);
  if (cells.size() != columns_.size()) {
    fail("a row of " + std::to_string(cells.size()) + " cells, where the header has " +
         std::to_string(columns_.size()));
  }
  return true;
}

bool TableReader::read_line() {
  row_.clear();
  while (row_.empty()) {
    if (text_->at_end()) return false;
    line_ = text_->line();
    append_line();
  }
  return true;
}

void TableReader::split_row(std::vector<std::string>& cells) {
  cells.clear();
  if (delimiter_ == ',' && row_.find('"') != std::string::npos) {
    while (!split_quoted(cells)) {
      if (text_->at_end() || text_->line() - line_ > kMostLines)
        fail("a quote that is opened in this row and never closed");
      row_ += '\n';
      append_line();
    }
    return;
  }
  for (size_t begin = 0; begin <= row_.size();) {
    const size_t end = std::min(row_.find(delimiter_, begin), row_.size());
    cells.emplace_back(row_, begin, end - begin);
    begin = end + 1;
  }
}

void TableReader::append_line() {
  if (!text_->append_line(row_, kLongestRow)) fail("a row of more than 1 GiB");
}

bool TableReader::split_quoted(std::vector<std::string>& cells) const {
  cells.clear();
  for (size_t at = 0; at <= row_.size(); ++at) {
    std::string& cell = cells.emplace_back();
    if (row_.compare(at, 1, "\"") == 0) {
      at = read_quoted(row_, at + 1, cell);
      if (at == std::string::npos) return false;
      if (at < row_.size() && row_[at] != ',') fail("text behind the closing quote of a cell");
    } else {
      const size_t end = std::min(row_.find(',', at), row_.size());
      cell.assign(row_, at, end - at);
      at = end;
    }
  }
  return true;
}

void TableReader::fail(const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::kBadInput, what, name() + ", line " + std::to_string(std::max<int64_t>(line_, 1)), hint);
}

}  // namespace undula
