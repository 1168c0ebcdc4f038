#include "core/report/confusion_plot.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/report/palette.h"
#include "core/report/svg.h"

namespace undula {
namespace {

constexpr size_t kMostNumbered = 20, kLongestName = 18;
constexpr double kSubtitleWidth = 220;

/// Characters, not bytes, of UTF-8 text.
size_t letters(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// At most kLongestName letters.
std::string shortened(const std::string& name) {
  if (letters(name) <= kLongestName) return name;
  size_t end = 0;
  for (size_t seen = 0; seen < kLongestName; ++end) seen += (name[end] & 0xc0) != 0x80;
  return name.substr(0, end - 1) + "…";
}

/// From white to the first series colour.
std::string shade(double share) {
  const auto mix = [&](double full) { return std::to_string(std::lround(255 + share * (full - 255))); };
  return "rgb(" + mix(0) + "," + mix(0x72) + "," + mix(0xb2) + ")";
}

}  // namespace

std::string svg_confusion(const std::vector<std::string>& classes, std::span<const int64_t> counts) {
  const size_t n = classes.size();
  require(n > 0 && counts.size() == n * n, "svg_confusion", "one count for each pair of classes is needed");
  size_t longest = 0;
  for (const std::string& name : classes) longest = std::max(longest, letters(shortened(name)));
  const bool numbered = n <= kMostNumbered;
  const double cell =
      numbered ? std::clamp(420.0 / static_cast<double>(n), 34.0, 76.0) : 420.0 / static_cast<double>(n);
  const double left = 40 + 7 * static_cast<double>(longest), top = 52;
  const double side = cell * static_cast<double>(n), below = numbered ? 24 + 7 * static_cast<double>(longest) : 12;

  const double width = left + std::max(side + 18, kSubtitleWidth), height = top + side + below;
  Svg svg(width, height, "Confusion matrix");
  svg.rect(0, 0, width, height, "#ffffff");
  svg.text({left, 20}, "Confusion matrix", TextAnchor::kStart, 15, kInk);
  svg.text({left, 40}, "rows: true class, columns: answer", TextAnchor::kStart, 12, kFaintInk);
  for (size_t t = 0; t < n; ++t) {
    const auto row = counts.subspan(t * n, n);
    int64_t total = 0;
    for (const int64_t count : row) total += count;
    const double y = top + cell * static_cast<double>(t);
    for (size_t a = 0; a < n; ++a) {
      const double share = total > 0 ? static_cast<double>(row[a]) / static_cast<double>(total) : 0;
      const double x = left + cell * static_cast<double>(a);
      svg.rect(x + 1, y + 1, cell - 2, cell - 2, shade(share));
      if (numbered) {
        svg.text({x + cell / 2, y + cell / 2 + 4}, std::to_string(row[a]), TextAnchor::kMiddle, 12,
                 share > 0.5 ? "#ffffff" : kInk);
      }
    }
    if (numbered) {
      const double middle = cell * (static_cast<double>(t) + 0.5);
      svg.text({left - 8, top + middle + 4}, shortened(classes[t]), TextAnchor::kEnd, 12, kInk);
      svg.vertical_text({left + middle + 4, top + side + 10}, shortened(classes[t]), TextAnchor::kEnd, 12, kInk);
    }
  }
  return svg.str();
}

}  // namespace undula
