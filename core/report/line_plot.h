#pragma once
#include <string>
#include <vector>

namespace undula {

/// A curve. Points that are not finite leave a gap.
struct Series {
  std::string name;
  std::vector<double> x, y;
};

struct LinePlot {
  std::string title, x_label, y_label;
  std::vector<Series> series;  ///< the first is drawn on top
};

/// The plot as an SVG document, the same bytes for the same plot. Long curves are drawn as the means of at most 400
/// stretches.
std::string svg_line_plot(const LinePlot& plot);

}  // namespace undula
