#include "core/nn/filter_bank.h"

#include <cmath>

#include "tests/support/catch.h"

namespace undula {
namespace {

/// Energy of a sine of full scale in pair c of `filters`, whatever its phase.
double energy(const std::vector<double>& filters, int64_t pairs, int64_t width, int64_t c, double cycles) {
  double re = 0, im = 0;
  for (int64_t i = 0; i < width; ++i) {
    const double x = std::sin(6.283185307179586 * cycles * static_cast<double>(i) + 0.3);
    re += x * filters[static_cast<size_t>(c * width + i)];
    im += x * filters[static_cast<size_t>((pairs + c) * width + i)];
  }
  return re * re + im * im;
}

}  // namespace

TEST_CASE("a sine of full scale has energy 1 in the filter of its frequency and little in others") {
  const auto fourier = fourier_filters(64);
  CHECK(energy(fourier, 33, 64, 8, 8.0 / 64) == Approx(1).margin(1e-6));
  CHECK(energy(fourier, 33, 64, 20, 8.0 / 64) < 1e-6);
  const FilterBankShape shape{20, 256, 8000};
  const auto gabor = gabor_filters(shape);
  const double top = 1127 * std::log1p(4000.0 / 700), hertz = 700 * std::expm1(top * 11 / 21 / 1127);
  CHECK(energy(gabor, 20, 256, 10, hertz / 8000) == Approx(1).margin(0.02));
  CHECK(energy(gabor, 20, 256, 15, hertz / 8000) < 0.01);
}

TEST_CASE("mel bands are shares of bins, and none is empty") {
  for (const int64_t bands : {5, 40, 128}) {
    const auto weights = mel_bands({bands, 64, 8000});
    for (int64_t c = 0; c < bands; ++c) {
      double sum = 0;
      for (int64_t k = 0; k < 33; ++k) sum += weights[static_cast<size_t>(c * 33 + k)];
      CHECK(sum == Approx(1));
    }
  }
}

}  // namespace undula
