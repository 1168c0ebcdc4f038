#pragma once
#include <span>
#include <string>

#include "audio/picture/png.h"
#include "audio/spectrum/spectrogram.h"

namespace undula {

/// A sound as time and frequency, in dBFS over a range of 120 dB (as SoX draws it), and below it how many bits its
/// samples need. Memory does not depend on the length.
class ScorePicture {
 public:
  /// Samples come at `rate`; the first lies at `start` seconds.
  ScorePicture(std::string title, int rate, double start);

  void add(std::span<const float> samples, std::span<const double> bits);

  /// As a PNG file, and as an SVG document that holds one.
  std::string png() const;
  std::string svg() const;

 private:
  double end() const { return start_ + static_cast<double>(samples_) / spectrogram_.rate(); }
  /// The spectrogram alone.
  Raster spectrogram(int width, int height) const;
  /// Seconds and bits of the curve.
  struct Curve {
    std::vector<double> x, y;
    double highest = 0;
  };
  Curve curve() const;

  std::string title_;
  double start_;
  int64_t samples_ = 0;
  Spectrogram spectrogram_;
  StretchMeans bits_;
};

}  // namespace undula
