#include "genomics/tasks/labelled/labelled_rows.h"

#include "core/base/error.h"

namespace undula {

std::string LabelledRows::where(const LabelledRow& row) const {
  const std::string& source = sources[static_cast<size_t>(row.source)];
  return row.line > 0 ? source + ", line " + std::to_string(row.line) : source;
}

void LabelledRows::fail(const LabelledRow& row, const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::kBadInput, what, where(row), hint);
}

int32_t LabelledRows::label_number(const std::string& label, const LabelledRow& row) {
  if (const std::string fault = label_fault(label); !fault.empty())
    fail(row, fault, label.empty() ? "" : "rename the class");
  return labels.number_of(label);
}

}  // namespace undula
