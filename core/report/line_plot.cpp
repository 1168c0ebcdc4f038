#include "core/report/line_plot.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "core/report/palette.h"
#include "core/report/plot_frame.h"

namespace undula {
namespace {

constexpr size_t kMostPoints = 400;

/// Means of stretches of equal numbers of points, at most kMostPoints of them; gaps stay gaps.
Series thinned(const Series& series) {
  const size_t n = std::min(series.x.size(), series.y.size());
  const size_t stretch = (n + kMostPoints - 1) / kMostPoints;
  Series thin{series.name, {}, {}};
  for (size_t begin = 0; begin < n; begin += std::max<size_t>(stretch, 1)) {
    const size_t end = std::min(begin + stretch, n);
    double x = 0, y = 0;
    for (size_t i = begin; i < end; ++i) x += series.x[i], y += series.y[i];
    thin.x.push_back(x / static_cast<double>(end - begin));
    thin.y.push_back(y / static_cast<double>(end - begin));
  }
  return thin;
}

PlotFrame::Range range_of(const std::vector<Series>& series, std::vector<double> Series::*values) {
  PlotFrame::Range range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Series& s : series) {
    for (size_t i = 0; i < s.x.size(); ++i) {
      if (!std::isfinite(s.x[i]) || !std::isfinite(s.y[i])) continue;
      range.low = std::min(range.low, (s.*values)[i]);
      range.high = std::max(range.high, (s.*values)[i]);
    }
  }
  return range.low <= range.high ? range : PlotFrame::Range{0, 1};
}

void draw_curve(PlotFrame& frame, const Series& series, const char* colour) {
  std::vector<Svg::Point> run;
  const auto end_run = [&] {
    if (run.size() == 1) frame.svg.dot(run[0], 2, colour, series.name);
    if (run.size() > 1) frame.svg.polyline(run, colour);
    run.clear();
  };
  for (size_t i = 0; i < series.x.size(); ++i) {
    if (std::isfinite(series.x[i]) && std::isfinite(series.y[i])) {
      run.push_back(frame.place(series.x[i], series.y[i]));
    } else {
      end_run();
    }
  }
  end_run();
}

}  // namespace

std::string svg_line_plot(const LinePlot& plot) {
  std::vector<Series> curves;
  for (const Series& series : plot.series) curves.push_back(thinned(series));
  PlotFrame frame(480, 320, plot.title, plot.x_label, plot.y_label, range_of(curves, &Series::x),
                  range_of(curves, &Series::y));
  double legend = frame.x.pixel(frame.x.low());
  const auto colour_of = [](size_t i) { return kSeriesColours[i % std::size(kSeriesColours)]; };
  for (size_t i = curves.size(); i-- > 0;) draw_curve(frame, curves[i], colour_of(i));
  if (curves.size() == 1) return frame.svg.str();  // the title says what it is
  for (size_t i = 0; i < curves.size(); ++i) {
    frame.svg.line({legend, 36}, {legend + 18, 36}, colour_of(i), 3);
    frame.svg.text({legend + 24, 40}, curves[i].name, TextAnchor::kStart, 12, kInk);
    legend += 44 + 7 * static_cast<double>(curves[i].name.size());
  }
  return frame.svg.str();
}

}  // namespace undula
