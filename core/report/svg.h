#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace undula {

/// Text that is safe inside HTML and SVG, attribute values included.
std::string escape_markup(std::string_view text);

/// A number with at most `digits` digits behind the point, without trailing zeros.
std::string fixed_number(double value, int digits);

enum class TextAnchor : uint8_t { kStart, kMiddle, kEnd };

/// A drawing, written element by element; equal calls give equal bytes. Coordinates are pixels, y downwards.
class Svg {
 public:
  using Point = std::pair<double, double>;

  /// `title` names the drawing for screen readers.
  Svg(double width, double height, std::string_view title);

  void rect(double x, double y, double width, double height, std::string_view fill);
  /// A picture: the bytes of a PNG file, stretched to a rectangle without smoothing.
  void image(double x, double y, double width, double height, std::string_view png);
  void line(Point from, Point to, std::string_view stroke, double width = 1, bool dashed = false);
  void polyline(std::span<const Point> points, std::string_view stroke);
  /// A dot; `label` is shown when it is pointed at.
  void dot(Point centre, double radius, std::string_view fill, std::string_view label);
  void text(Point at, std::string_view text, TextAnchor anchor, double size, std::string_view fill);
  /// Text that runs upwards.
  void vertical_text(Point at, std::string_view text, TextAnchor anchor, double size, std::string_view fill);

  /// The whole document.
  std::string str() const { return body_ + "</svg>\n"; }

 private:
  void text_element(const std::string& place, std::string_view text, TextAnchor anchor, double size,
                    std::string_view fill);

  std::string body_;
};

}  // namespace undula
