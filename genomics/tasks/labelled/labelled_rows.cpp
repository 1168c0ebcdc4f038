#include "genomics/tasks/labelled/labelled_rows.h"

#include "core/base/error.h"

namespace undula {

int32_t NameIndex::number_of(const std::string& name) {
  const auto [entry, fresh] = numbers_.try_emplace(name, static_cast<int32_t>(names_.size()));
  if (fresh) names_.push_back(name);
  return entry->second;
}

std::string LabelledRows::where(const LabelledRow& row) const {
  const std::string& source = sources[static_cast<size_t>(row.source)];
  return row.line > 0 ? source + ", line " + std::to_string(row.line) : source;
}

void LabelledRows::fail(const LabelledRow& row, const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::kBadInput, what, where(row), hint);
}

int32_t LabelledRows::label_number(const std::string& label, const LabelledRow& row) {
  if (label.empty()) fail(row, "an empty label");
  if (label.find_first_of("\t\r\n=") != std::string::npos) {
    fail(row, "the label '" + label + "' holds a tab, a line end or '='", "rename the class");
  }
  return labels.number_of(label);
}

}  // namespace undula
