#include "core/nn/filter_bank.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

constexpr double kTwoPi = 6.283185307179586;

double mel(double hertz) {
  return 1127 * std::log1p(hertz / 700);
}

double hertz(double mel) {
  return 700 * std::expm1(mel / 1127);
}

/// bands + 2 frequencies in Hz, evenly on the mel scale from 0 to half the rate: band c is around corner c + 1.
std::vector<double> corners(const FilterBankShape& shape) {
  const double top = mel(static_cast<double>(shape.rate) / 2);
  std::vector<double> at;
  for (int64_t i = 0; i < shape.bands + 2; ++i)
    at.push_back(hertz(top * static_cast<double>(i) / static_cast<double>(shape.bands + 1)));
  return at;
}

/// Writes envelope times cosine and sine of `cycles` per sample to rows c and n + c, scaled so that a sine of that
/// frequency and full scale has energy 1.
void write_pair(const std::vector<double>& envelope, double cycles, int64_t c, int64_t n,
                std::vector<double>& filters) {
  double sum = 0;
  for (const double value : envelope) sum += value;
  const size_t width = envelope.size();
  double* cosine = filters.data() + static_cast<size_t>(c) * width;
  double* sine = filters.data() + static_cast<size_t>(n + c) * width;
  for (size_t i = 0; i < width; ++i) {
    const double scale = 2 * envelope[i] / sum, phase = kTwoPi * cycles * static_cast<double>(i);
    cosine[i] = scale * std::cos(phase);
    sine[i] = scale * std::sin(phase);
  }
}

}  // namespace

std::vector<double> gabor_filters(const FilterBankShape& shape) {
  const std::vector<double> at = corners(shape);
  const double rate = static_cast<double>(shape.rate), middle = static_cast<double>(shape.width - 1) / 2;
  std::vector<double> filters(static_cast<size_t>(2 * shape.bands * shape.width));
  std::vector<double> envelope(static_cast<size_t>(shape.width));
  for (int64_t c = 0; c < shape.bands; ++c) {
    const auto i = static_cast<size_t>(c);
    const double bandwidth = (at[i + 2] - at[i]) / 4;  // of a Gaussian in Hz, one standard deviation
    const double spread = std::clamp(rate / (kTwoPi * bandwidth), 1.0, static_cast<double>(shape.width) / 5);
    for (size_t t = 0; t < envelope.size(); ++t) {
      const double z = (static_cast<double>(t) - middle) / spread;
      envelope[t] = std::exp(-z * z / 2);
    }
    write_pair(envelope, at[i + 1] / rate, c, shape.bands, filters);
  }
  return filters;
}

std::vector<double> fourier_filters(int64_t width) {
  const int64_t bins = width / 2 + 1;
  std::vector<double> filters(static_cast<size_t>(2 * bins * width));
  std::vector<double> window(static_cast<size_t>(width));
  for (size_t t = 0; t < window.size(); ++t)
    window[t] = 0.5 - 0.5 * std::cos(kTwoPi * (static_cast<double>(t) + 0.5) / static_cast<double>(width));
  for (int64_t k = 0; k < bins; ++k)
    write_pair(window, static_cast<double>(k) / static_cast<double>(width), k, bins, filters);
  return filters;
}

std::vector<double> mel_bands(const FilterBankShape& shape) {
  const std::vector<double> at = corners(shape);
  const int64_t bins = shape.width / 2 + 1;
  const double spacing = static_cast<double>(shape.rate) / static_cast<double>(shape.width);
  std::vector<double> weights(static_cast<size_t>(shape.bands * bins), 0.0);
  for (int64_t c = 0; c < shape.bands; ++c) {
    const auto i = static_cast<size_t>(c);
    double* row = weights.data() + c * bins;
    double sum = 0;
    for (int64_t k = 0; k < bins; ++k) {
      const double f = static_cast<double>(k) * spacing;
      row[k] = std::max(0.0, std::min((f - at[i]) / (at[i + 1] - at[i]), (at[i + 2] - f) / (at[i + 2] - at[i + 1])));
      sum += row[k];
    }
    if (sum == 0) row[std::min(std::lround(at[i + 1] / spacing), static_cast<long>(bins - 1))] = sum = 1;
    for (int64_t k = 0; k < bins; ++k) row[k] /= sum;
  }
  return weights;
}

}  // namespace undula
