#include "core/report/plot_frame.h"

#include "core/report/palette.h"

namespace undula {
namespace {

constexpr double kLeft = 62, kRight = 18, kTop = 52, kBottom = 46;
constexpr double kTitleSize = 15, kLabelSize = 12, kTickSize = 11;

}  // namespace

PlotFrame::PlotFrame(double width, double height, const std::string& title, const std::string& x_label,
                     const std::string& y_label, Range x_range, Range y_range)
    : svg(width, height, title),
      x(x_range.low, x_range.high, kLeft, width - kRight),
      y(y_range.low, y_range.high, height - kBottom, kTop) {
  const double bottom = height - kBottom, right = width - kRight;
  svg.rect(0, 0, width, height, "#ffffff");
  svg.text({kLeft, 20}, title, TextAnchor::kStart, kTitleSize, kInk);
  for (const double tick : y.ticks()) {
    svg.line({kLeft, y.pixel(tick)}, {right, y.pixel(tick)}, kGrid);
    svg.text({kLeft - 7, y.pixel(tick) + 4}, y.label(tick), TextAnchor::kEnd, kTickSize, kFaintInk);
  }
  for (const double tick : x.ticks()) {
    svg.line({x.pixel(tick), bottom}, {x.pixel(tick), bottom + 4}, kFaintInk);
    svg.text({x.pixel(tick), bottom + 17}, x.label(tick), TextAnchor::kMiddle, kTickSize, kFaintInk);
  }
  svg.line({kLeft, bottom}, {right, bottom}, kFaintInk);
  svg.text({(kLeft + right) / 2, height - 9}, x_label, TextAnchor::kMiddle, kLabelSize, kInk);
  svg.vertical_text({15, (kTop + bottom) / 2}, y_label, TextAnchor::kMiddle, kLabelSize, kInk);
}

}  // namespace undula
