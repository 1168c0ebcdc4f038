#include "genomics/io/interval_line.h"

#include <algorithm>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr size_t kLongestLine = size_t{1} << 20;
constexpr std::string_view kBlanks = " \t";

bool is_first_word(std::string_view row, std::string_view word) {
  return row.starts_with(word) && (row.size() == word.size() || kBlanks.find(row[word.size()]) != kBlanks.npos);
}

}  // namespace

int64_t next_interval_line(TextCursor& text, std::string& row) {
  while (!text.at_end()) {
    const int64_t line = text.line();
    row.clear();
    if (!text.append_line(row, kLongestLine))
      throw Error(ErrorKind::kBadInput, "a line of more than 1 MiB; are these intervals?",
                  text.name() + ", line " + std::to_string(line));
    const bool blank = row.find_first_not_of(kBlanks) == std::string::npos;
    if (!blank && row[0] != '#' && !is_first_word(row, "track") && !is_first_word(row, "browser")) return line;
  }
  return 0;
}

void split_columns(std::string_view row, std::vector<std::string_view>& columns) {
  columns.clear();
  if (row.find('\t') == std::string_view::npos) {
    for (size_t end, begin = row.find_first_not_of(' '); begin < row.size(); begin = row.find_first_not_of(' ', end)) {
      end = std::min(row.find(' ', begin), row.size());
      columns.push_back(row.substr(begin, end - begin));
    }
    return;
  }
  for (size_t begin = 0; begin <= row.size();) {
    const size_t end = std::min(row.find('\t', begin), row.size());
    columns.push_back(row.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace undula
