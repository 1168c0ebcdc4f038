#include "core/report/svg.h"

#include <array>
#include <charconv>

namespace undula {
namespace {

std::string pixels(double value) {
  return fixed_number(value, 2);
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_markup(value) + "\"";
}

std::string attribute(std::string_view name, double value) {
  return attribute(name, pixels(value));
}

/// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (size_t j = 0; j < 4; ++j) text += i + j <= bytes.size() ? kDigits[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:  // XML holds no control characters but these
        safe += static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' ? c : '?';
    }
  }
  return safe;
}

std::string fixed_number(double value, int digits) {
  std::array<char, 400> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, digits);
  std::string text(buffer.data(), end.ptr);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

Svg::Svg(double width, double height, std::string_view title) {
  body_ = "<svg xmlns=\"http://www.w3.org/2000/svg\"" +
          attribute("viewBox", "0 0 " + pixels(width) + " " + pixels(height)) + attribute("width", width) +
          attribute("height", height) + " role=\"img\" font-family=\"sans-serif\">\n" + "<title>" +
          escape_markup(title) + "</title>\n";
}

void Svg::rect(double x, double y, double width, double height, std::string_view fill) {
  body_ += "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) + attribute("height", height) +
           attribute("fill", fill) + "/>\n";
}

void Svg::image(double x, double y, double width, double height, std::string_view png) {
  body_ += "<image" + attribute("x", x) + attribute("y", y) + attribute("width", width) + attribute("height", height) +
           " preserveAspectRatio=\"none\" image-rendering=\"pixelated\" href=\"data:image/png;base64," + base64(png) +
           "\"/>\n";
}

void Svg::line(Point from, Point to, std::string_view stroke, double width, bool dashed) {
  body_ += "<line" + attribute("x1", from.first) + attribute("y1", from.second) + attribute("x2", to.first) +
           attribute("y2", to.second) + attribute("stroke", stroke) + attribute("stroke-width", width) +
           (dashed ? " stroke-dasharray=\"4 3\"" : "") + "/>\n";
}

void Svg::polyline(std::span<const Point> points, std::string_view stroke) {
  std::string places;
  for (const auto& [x, y] : points) places += (places.empty() ? "" : " ") + pixels(x) + "," + pixels(y);
  body_ += "<polyline" + attribute("points", places) + attribute("stroke", stroke) +
           " fill=\"none\" stroke-width=\"1.75\" stroke-linejoin=\"round\"/>\n";
}

void Svg::dot(Point centre, double radius, std::string_view fill, std::string_view label) {
  body_ += "<circle" + attribute("cx", centre.first) + attribute("cy", centre.second) + attribute("r", radius) +
           attribute("fill", fill) + "><title>" + escape_markup(label) + "</title></circle>\n";
}

void Svg::text(Point at, std::string_view text, TextAnchor anchor, double size, std::string_view fill) {
  text_element(attribute("x", at.first) + attribute("y", at.second), text, anchor, size, fill);
}

void Svg::vertical_text(Point at, std::string_view text, TextAnchor anchor, double size, std::string_view fill) {
  const std::string place = pixels(at.first) + " " + pixels(at.second);
  text_element(attribute("transform", "translate(" + place + ") rotate(-90)"), text, anchor, size, fill);
}

void Svg::text_element(const std::string& place, std::string_view text, TextAnchor anchor, double size,
                       std::string_view fill) {
  constexpr const char* kAnchors[] = {"start", "middle", "end"};
  body_ += "<text" + place + attribute("text-anchor", kAnchors[static_cast<size_t>(anchor)]) +
           attribute("font-size", size) + attribute("fill", fill) + ">" + escape_markup(text) + "</text>\n";
}

}  // namespace undula
