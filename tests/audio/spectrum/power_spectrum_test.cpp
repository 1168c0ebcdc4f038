#include "audio/spectrum/power_spectrum.h"

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("the fast transform is the sum that defines it") {
  for (const size_t n : {1, 2, 8, 64}) {
    std::vector<std::complex<double>> x;
    for (size_t i = 0; i < n; ++i) x.emplace_back(RandomKey(n).normal(2 * i), RandomKey(n).normal(2 * i + 1));
    std::vector<std::complex<double>> fast = x;
    fourier_transform(fast);
    for (size_t k = 0; k < n; ++k) {
      std::complex<double> sum = 0;
      for (size_t i = 0; i < n; ++i)
        sum += x[i] * std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(i * k) / static_cast<double>(n));
      CHECK(std::abs(sum - fast[k]) < 1e-9);
    }
  }
  std::vector<std::complex<double>> odd(3);
  CHECK_THROWS_AS(fourier_transform(odd), Error);
}

TEST_CASE("a sine of full scale is 0 dBFS on its frequency and nothing far from it") {
  PowerSpectrum spectrum(256);
  std::vector<float> samples, powers(static_cast<size_t>(spectrum.bins()));
  for (int i = 0; i < 256; ++i) samples.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * 20 * i / 256)));
  spectrum.powers(samples, powers);
  CHECK(powers[20] == Approx(1).epsilon(1e-5));
  CHECK(powers[19] == Approx(0.25).epsilon(1e-5));
  CHECK(powers[40] < 1e-10);
}
