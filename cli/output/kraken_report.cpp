#include "cli/output/kraken_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

namespace undula::cli {

std::string kraken_report(const ClassifyTotals& totals, const std::vector<std::string>& classes) {
  const std::vector<int64_t>& counts = totals.per_class;
  const int64_t unclassified = totals.unread + totals.abstained;
  const int64_t classified = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  const auto line = [&](int64_t below, int64_t here, const char* rank, size_t number, const std::string& name) {
    const int64_t all = std::max<int64_t>(unclassified + classified, 1);
    std::array<char, 16> percent{};
    std::snprintf(percent.data(), percent.size(), "%6.2f", 100 * static_cast<double>(below) / static_cast<double>(all));
    return std::string(percent.data()) + "\t" + std::to_string(below) + "\t" + std::to_string(here) + "\t" + rank +
           "\t" + std::to_string(number) + "\t" + name + "\n";
  };
  std::vector<size_t> order(classes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return counts[a] > counts[b]; });
  std::string text = line(unclassified, unclassified, "U", 0, kUnclassified) + line(classified, 0, "R", 1, "root");
  for (const size_t c : order) text += line(counts[c], counts[c], "R1", kraken_number(c), "  " + classes[c]);
  return text;
}

}  // namespace undula::cli
