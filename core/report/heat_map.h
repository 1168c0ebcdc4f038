#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace undula {

/// Values above and below zero, a few rows over many columns.
struct HeatMap {
  std::string title, subtitle, x_label;
  std::vector<std::string> rows;   ///< names, from top to bottom
  double first_column = 0;         ///< what the first column stands for; they are one apart
  std::vector<double> values;      ///< (rows, columns); NaN: nothing is known
  std::vector<int64_t> reference;  ///< (columns) the row that a dot marks, -1 for none
};

inline constexpr int64_t kMostColumns = 4000;  ///< that a heat map can show

/// The heat map as an SVG document, the same bytes for the same values: blue below zero, white at it, orange above,
/// even on both sides.
std::string svg_heat_map(const HeatMap& map);

}  // namespace undula
