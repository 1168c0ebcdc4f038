#pragma once
#include <string>

#include "core/report/axis.h"
#include "core/report/svg.h"

namespace undula {

/// A titled drawing with two labelled axes and a grid, ready for what is plotted.
struct PlotFrame {
  /// `width` and `height` of the whole drawing; values from low to high on both axes.
  struct Range {
    double low, high;
  };
  PlotFrame(double width, double height, const std::string& title, const std::string& x_label,
            const std::string& y_label, Range x_range, Range y_range);

  Svg::Point place(double x_value, double y_value) const { return {x.pixel(x_value), y.pixel(y_value)}; }

  Svg svg;
  Axis x, y;
};

}  // namespace undula
