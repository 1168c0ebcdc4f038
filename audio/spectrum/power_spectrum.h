#pragma once
#include <complex>
#include <span>
#include <vector>

namespace undula {

/// The discrete Fourier transform in place, X[k] = sum over n of x[n] exp(-2 pi i k n / N), for N a power of two
/// (Cooley and Tukey 1965, radix 2).
void fourier_transform(std::span<std::complex<double>> x);

/// The power of a stretch of sound at each frequency, seen through a Hann window. A sine of full scale on one of the
/// frequencies has power 1 (0 dBFS) there.
class PowerSpectrum {
 public:
  /// `size` samples at once: a power of two, at least 4.
  explicit PowerSpectrum(int size);

  int size() const { return static_cast<int>(window_.size()); }
  /// Frequencies 0 to half the rate, both among them: size() / 2 + 1.
  int bins() const { return size() / 2 + 1; }
  /// Writes the powers of `samples` (size()) to `out` (bins()).
  void powers(std::span<const float> samples, std::span<float> out);

 private:
  std::vector<double> window_;  // its sum is 2
  std::vector<std::complex<double>> work_;
};

}  // namespace undula
