#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "genomics/tasks/classify/classify_task.h"

namespace undula::cli {

/// The number of a class where kraken2 has taxonomy ids: 0 is "unclassified", 1 the root, 2 the model's first class.
constexpr size_t kraken_number(size_t index) {
  return index + 2;
}

/// How many calls got which label, as kraken2's --report lays it out: percent of calls, calls at or below, calls
/// here, rank, number, indented name. The tree is flat: "unclassified" (U), the root (R), all classes below it (R1),
/// most calls first and those without one too.
std::string kraken_report(const ClassifyTotals& totals, const std::vector<std::string>& classes);

}  // namespace undula::cli
