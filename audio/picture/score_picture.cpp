#include "audio/picture/score_picture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "audio/picture/pixel_text.h"
#include "core/report/axis.h"
#include "core/report/palette.h"
#include "core/report/svg.h"

namespace undula {
namespace {

constexpr int64_t kColumns = 2000, kStretches = 2000;
constexpr int kLeft = 56, kRight = 76, kTop = 34, kGap = 26, kBottom = 36;  // pixels around the two panels
constexpr int kWidth = 900, kHeight = 300, kCurveHeight = 120;              // of the panels
constexpr int kCurveTop = kTop + kHeight + kGap;
constexpr int kWholeWidth = kLeft + kWidth + kRight, kWholeHeight = kCurveTop + kCurveHeight + kBottom;
constexpr int kScaleX = kLeft + kWidth + 14, kScaleWidth = 12;  // the strip that explains the colours
constexpr double kRange = 120;                                  // dB
constexpr Colour kPaper = {255, 255, 255}, kText = {31, 41, 51}, kLine = {0, 114, 178};

/// From black over blue, red and yellow to white, evenly brighter; `share` from 0 to 1.
Colour heat(double share) {
  constexpr Colour kStops[] = {{0, 0, 0},      {40, 11, 84},   {101, 21, 110},  {159, 42, 99},  {212, 72, 66},
                               {245, 125, 21}, {250, 193, 39}, {252, 255, 164}, {255, 255, 255}};
  constexpr int kLast = 8;
  const double place = std::clamp(share, 0.0, 1.0) * kLast;
  const int low = std::min(static_cast<int>(place), kLast - 1);
  Colour colour{};
  for (size_t c = 0; c < colour.size(); ++c) {
    const double between = place - low;
    colour[c] = static_cast<uint8_t>(std::lround((1 - between) * kStops[low][c] + between * kStops[low + 1][c]));
  }
  return colour;
}

double decibels(double power) {
  return 10 * std::log10(std::max(power, 1e-30));
}

Raster scale(int width, int height) {
  Raster strip(width, height, kPaper);
  for (int y = 0; y < height; ++y) strip.fill(0, y, width, 1, heat(1 - (y + 0.5) / height));
  return strip;
}

void paste(const Raster& from, int x, int y, Raster& to) {
  for (int row = 0; row < from.height(); ++row)
    for (int column = 0; column < from.width(); ++column) to.set(x + column, y + row, from.at(column, row));
}

/// A tick of an axis that is not widened to whole ticks.
struct Tick {
  double share;  // of the axis, from its beginning
  std::string label;
};

std::vector<Tick> ticks_of(double low, double high) {
  const Axis axis(low, high, 0, 1);
  std::vector<Tick> ticks;
  for (const double tick : axis.ticks()) {
    const double share = (tick - low) / (high - low);
    if (share > -1e-9 && share < 1 + 1e-9) ticks.push_back({share, axis.label(tick)});
  }
  return ticks;
}

}  // namespace

ScorePicture::ScorePicture(std::string title, int rate, double start)
    : title_(std::move(title)), start_(start), spectrogram_(rate, kColumns), bits_(1, kStretches) {}

void ScorePicture::add(std::span<const float> samples, std::span<const double> bits) {
  spectrogram_.add(samples);
  for (const double value : bits) {
    const auto number = static_cast<float>(value);
    bits_.add({&number, 1});
  }
  samples_ += static_cast<int64_t>(samples.size());
}

Raster ScorePicture::spectrogram(int width, int height) const {
  const std::vector<float> powers = spectrogram_.powers();
  const int bins = spectrogram_.bins();
  const auto columns = static_cast<int64_t>(powers.size()) / bins;
  Raster picture(width, height, heat(0));
  for (int x = 0; x < width && columns > 0; ++x) {
    const auto sample = static_cast<double>(samples_) * (x + 0.5) / width;
    const auto column = std::min(static_cast<int64_t>(sample / static_cast<double>(spectrogram_.hop())), columns - 1);
    for (int y = 0; y < height; ++y) {
      const int bin = std::min(static_cast<int>((height - 1 - y + 0.5) / height * bins), bins - 1);
      const double level = decibels(powers[static_cast<size_t>(column * bins + bin)]);
      picture.at(x, y) = heat(1 + level / kRange);
    }
  }
  return picture;
}

ScorePicture::Curve ScorePicture::curve() const {
  const std::vector<float> means = bits_.means();
  Curve curve;
  for (size_t i = 0; i < means.size(); ++i) {
    const auto first = static_cast<int64_t>(i) * bits_.stretch(), last = std::min(first + bits_.stretch(), samples_);
    curve.x.push_back(start_ + static_cast<double>(first + last) / 2 / spectrogram_.rate());
    curve.y.push_back(means[i]);
    curve.highest = std::max<double>(curve.highest, means[i]);
  }
  curve.highest = std::max(1.0, std::ceil(curve.highest));
  return curve;
}

std::string ScorePicture::png() const {
  Raster picture(kWholeWidth, kWholeHeight, kPaper);
  paste(spectrogram(kWidth, kHeight), kLeft, kTop, picture);
  paste(scale(kScaleWidth, kHeight), kScaleX, kTop, picture);
  const auto write = [&](int x, int y, const std::string& text) { draw_text(picture, x, y, text, kText); };
  const Curve curve = this->curve();
  const auto y_axis = [&](int top, int height, double high) {
    for (const Tick& tick : ticks_of(0, high)) {
      const int y = top + static_cast<int>(std::lround((1 - tick.share) * (height - 1)));
      picture.fill(kLeft - 4, y, 4, 1, kText);
      write(kLeft - 7 - text_width(tick.label), y - kGlyphHeight / 2, tick.label);
    }
  };
  y_axis(kTop, kHeight, spectrogram_.rate() / 2000.0);
  write(kLeft, kTop - 12, "kHz");
  for (const Tick& tick : ticks_of(-kRange, 0))
    write(kScaleX + kScaleWidth + 4,
          kTop + static_cast<int>(std::lround((1 - tick.share) * (kHeight - 1))) - kGlyphHeight / 2, tick.label);
  write(kScaleX, kTop - 12, "dBFS");
  y_axis(kCurveTop, kCurveHeight, curve.highest);
  write(kLeft, kCurveTop - 12, "bits");
  for (const Tick& tick : ticks_of(start_, end())) {
    const int x = kLeft + static_cast<int>(std::lround(tick.share * (kWidth - 1)));
    picture.fill(x, kCurveTop + kCurveHeight, 1, 4, kText);
    write(x - text_width(tick.label) / 2, kCurveTop + kCurveHeight + 8, tick.label);
  }
  write(kLeft + kWidth + 14, kCurveTop + kCurveHeight + 8, "s");
  picture.fill(kLeft, kCurveTop + kCurveHeight, kWidth, 1, kText);
  picture.fill(kLeft - 1, kCurveTop, 1, kCurveHeight + 1, kText);

  int before = -1;
  for (int x = 0; x < kWidth; ++x) {
    const auto i = std::min(
        static_cast<size_t>((x + 0.5) / kWidth * static_cast<double>(samples_) / static_cast<double>(bits_.stretch())),
        curve.y.size() - 1);
    const int y = kCurveTop + static_cast<int>(std::lround((1 - curve.y[i] / curve.highest) * (kCurveHeight - 1)));
    const int from = before < 0 ? y : std::min(before, y), to = std::max(before, y);
    picture.fill(kLeft + x, from, 1, to - from + 1, kLine);
    before = y;
  }
  return png_file(picture);
}

std::string ScorePicture::svg() const {
  constexpr double kSize = 11;
  Svg svg(kWholeWidth, kWholeHeight, title_);
  svg.rect(0, 0, kWholeWidth, kWholeHeight, "#ffffff");
  svg.image(kLeft, kTop, kWidth, kHeight, png_file(spectrogram(kWidth, kHeight)));
  svg.image(kScaleX, kTop, kScaleWidth, kHeight, png_file(scale(1, kHeight)));
  const Curve curve = this->curve();
  const auto y_axis = [&](double x, TextAnchor anchor, int top, int height, double low, double high) {
    for (const Tick& tick : ticks_of(low, high))
      svg.text({x, top + (1 - tick.share) * height + 4}, tick.label, anchor, kSize, kFaintInk);
  };
  y_axis(kLeft - 7, TextAnchor::kEnd, kTop, kHeight, 0, spectrogram_.rate() / 2000.0);
  y_axis(kScaleX + kScaleWidth + 4, TextAnchor::kStart, kTop, kHeight, -kRange, 0);
  y_axis(kLeft - 7, TextAnchor::kEnd, kCurveTop, kCurveHeight, 0, curve.highest);
  svg.text({kLeft, kTop - 18}, title_, TextAnchor::kStart, kSize + 2, kInk);
  svg.text({kLeft, kTop - 4}, "kHz", TextAnchor::kStart, kSize, kInk);
  svg.text({kScaleX, kTop - 4}, "dBFS", TextAnchor::kStart, kSize, kInk);
  svg.text({kLeft, kCurveTop - 5}, "bits a sample", TextAnchor::kStart, kSize, kInk);
  const double bottom = kCurveTop + kCurveHeight;
  for (const Tick& tick : ticks_of(start_, end())) {
    const double x = kLeft + tick.share * kWidth;
    svg.line({x, bottom}, {x, bottom + 4}, kFaintInk);
    svg.text({x, bottom + 17}, tick.label, TextAnchor::kMiddle, kSize, kFaintInk);
  }
  svg.text({kLeft + kWidth / 2.0, bottom + 31}, "seconds", TextAnchor::kMiddle, kSize, kInk);
  svg.line({kLeft, bottom}, {kLeft + kWidth, bottom}, kFaintInk);
  std::vector<Svg::Point> points;
  for (size_t i = 0; i < curve.x.size(); ++i)
    points.emplace_back(kLeft + (curve.x[i] - start_) / (end() - start_) * kWidth,
                        kCurveTop + (1 - curve.y[i] / curve.highest) * kCurveHeight);
  svg.polyline(points, kSeriesColours[0]);
  return svg.str();
}

}  // namespace undula
