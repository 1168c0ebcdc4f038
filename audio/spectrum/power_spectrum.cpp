#include "audio/spectrum/power_spectrum.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.h"

namespace undula {

void fourier_transform(std::span<std::complex<double>> x) {
  const size_t n = x.size();
  require(n > 0 && (n & (n - 1)) == 0, "fourier_transform", "the size must be a power of two");
  for (size_t i = 1, j = 0; i < n; ++i) {
    size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  for (size_t length = 2; length <= n; length *= 2) {
    const double angle = -2 * std::numbers::pi / static_cast<double>(length);
    for (size_t k = 0; k < length / 2; ++k) {
      const std::complex<double> turn = std::polar(1.0, angle * static_cast<double>(k));
      for (size_t begin = k; begin < n; begin += length) {
        const std::complex<double> odd = turn * x[begin + length / 2];
        x[begin + length / 2] = x[begin] - odd;
        x[begin] += odd;
      }
    }
  }
}

PowerSpectrum::PowerSpectrum(int size) : window_(static_cast<size_t>(size)), work_(static_cast<size_t>(size)) {
  require(size >= 4, "power_spectrum", "at least 4 samples");
  // A periodic Hann window adds up to size / 2; a sine puts half of its amplitude on its frequency.
  for (int n = 0; n < size; ++n)
    window_[static_cast<size_t>(n)] = 2 * (1 - std::cos(2 * std::numbers::pi * n / size)) / size;
}

void PowerSpectrum::powers(std::span<const float> samples, std::span<float> out) {
  require(samples.size() == window_.size() && static_cast<int>(out.size()) == bins(), "power_spectrum", "sizes");
  for (size_t n = 0; n < samples.size(); ++n) work_[n] = window_[n] * samples[n];
  fourier_transform(work_);
  for (size_t k = 0; k < out.size(); ++k) out[k] = static_cast<float>(std::norm(work_[k]));
}

}  // namespace undula
