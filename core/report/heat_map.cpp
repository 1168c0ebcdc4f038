#include "core/report/heat_map.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/report/axis.h"
#include "core/report/palette.h"
#include "core/report/svg.h"

namespace undula {
namespace {

constexpr double kLeft = 40, kTop = 56, kRowHeight = 26, kBelow = 46, kLegendWidth = 72, kSmallestWidth = 600;
constexpr double kPlotWidth = 960, kWidestCell = 18, kNarrowestCell = 1, kNarrowestWithGap = 6;
constexpr int kLegendSteps = 41;

/// From the first series colour over white to the second; `share` from -1 to 1.
std::string diverging(double share) {
  const double strength = std::min(std::abs(share), 1.0);
  const auto mix = [&](double full) { return std::to_string(std::lround(255 + strength * (full - 255))); };
  return share < 0 ? "rgb(" + mix(0x00) + "," + mix(0x72) + "," + mix(0xb2) + ")"
                   : "rgb(" + mix(0xd5) + "," + mix(0x5e) + "," + mix(0x00) + ")";
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double value : values) {
    if (std::isfinite(value)) most = std::max(most, std::abs(value));
  }
  return most > 0 ? most : 1;
}

void draw_legend(Svg& svg, double x, double height, double most) {
  const double step = height / kLegendSteps;
  for (int i = 0; i < kLegendSteps; ++i) {
    const double share = 1 - 2.0 * i / (kLegendSteps - 1);
    svg.rect(x, kTop + step * i, 14, step + 0.5, diverging(share));
  }
  const std::string top = fixed_number(most, 3);
  svg.text({x + 19, kTop + 9}, "+" + top, TextAnchor::kStart, 11, kFaintInk);
  svg.text({x + 19, kTop + height / 2 + 4}, "0", TextAnchor::kStart, 11, kFaintInk);
  svg.text({x + 19, kTop + height}, "-" + top, TextAnchor::kStart, 11, kFaintInk);
}

}  // namespace

std::string svg_heat_map(const HeatMap& map) {
  const size_t columns = map.reference.size(), rows = map.rows.size();
  require(columns > 0 && rows > 0 && map.values.size() == rows * columns, "svg_heat_map",
          "one value for each row and column is needed");
  require(columns <= static_cast<size_t>(kMostColumns), "svg_heat_map", "there are too many columns to be seen");
  const double n = static_cast<double>(columns);
  const double cell = std::clamp(kPlotWidth / n, kNarrowestCell, kWidestCell);
  const double gap = cell < kNarrowestWithGap ? 0 : 1, most = largest(map.values);
  const double right = kLeft + cell * n, bottom = kTop + kRowHeight * static_cast<double>(rows);
  const double width = std::max(right + kLegendWidth + 24, kSmallestWidth), height = bottom + kBelow;

  Svg svg(width, height, map.title);
  svg.rect(0, 0, width, height, "#ffffff");
  svg.text({kLeft, 20}, map.title, TextAnchor::kStart, 15, kInk);
  svg.text({kLeft, 40}, map.subtitle, TextAnchor::kStart, 12, kFaintInk);
  svg.rect(kLeft, kTop, cell * n, bottom - kTop, kGrid);
  for (size_t r = 0; r < rows; ++r) {
    const double y = kTop + kRowHeight * static_cast<double>(r);
    svg.text({kLeft - 10, y + kRowHeight / 2 + 4}, map.rows[r], TextAnchor::kEnd, 12, kInk);
    for (size_t c = 0; c < columns; ++c) {
      const double value = map.values[r * columns + c], x = kLeft + cell * static_cast<double>(c);
      if (std::isfinite(value)) svg.rect(x, y, cell - gap, kRowHeight - 1, diverging(value / most));
      if (map.reference[c] == static_cast<int64_t>(r))
        svg.rect(x + (cell - gap) / 2 - std::min(cell, 4.0) / 2, y + kRowHeight / 2 - 2.5, std::min(cell, 4.0), 4,
                 kFaintInk);
    }
  }
  const Axis x(map.first_column, map.first_column + n - 1, kLeft + cell / 2, right - cell / 2);
  for (const double tick : x.ticks()) {
    const double pixel = kLeft + cell * (tick - map.first_column + 0.5);
    if (tick != std::floor(tick) || pixel < kLeft || pixel > right) continue;
    svg.line({pixel, bottom}, {pixel, bottom + 4}, kFaintInk);
    svg.text({pixel, bottom + 17}, fixed_number(tick, 0), TextAnchor::kMiddle, 11, kFaintInk);
  }
  svg.text({(kLeft + right) / 2, height - 8}, map.x_label, TextAnchor::kMiddle, 12, kInk);
  draw_legend(svg, right + 24, bottom - kTop, most);
  return svg.str();
}

}  // namespace undula
