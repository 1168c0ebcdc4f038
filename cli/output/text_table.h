#pragma once
#include <string>
#include <vector>

namespace undula::cli {

/// Rows of cells in aligned columns, for people. The first row is the header.
class TextTable {
 public:
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace undula::cli
