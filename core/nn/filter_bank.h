#pragma once
#include <cstdint>
#include <vector>

namespace undula {

/// Filters of `width` samples at `rate` samples a second.
struct FilterBankShape {
  int64_t bands = 0, width = 0, rate = 0;
};

/// Pairs of filters (2 bands, width): cosines, then sines, of Gabor wavelets whose frequencies lie evenly on the mel
/// scale (m = 1127 ln(1 + f / 700)) between 0 and half the rate, each as wide as the distance to its neighbours but no
/// longer than a frame. A sine at full scale and a filter's frequency has energy 1 in it (ops/band_energy.h). The start
/// of Zeghidour, Usunier, Kokkinos, Schatz, Synnaeve & Dupoux 2018, "Learning filterbanks from raw speech".
std::vector<double> gabor_filters(const FilterBankShape& shape);

/// The discrete Fourier transform of frames under a Hann window, as filters (2 bins, width): cosines, then sines, with
/// bins = width / 2 + 1, scaled as those above.
std::vector<double> fourier_filters(int64_t width);

/// Weights (bands, width / 2 + 1) that sum the energies of Fourier bins into triangular bands, whose corners lie evenly
/// on the mel scale; each sums to 1, and a band narrower than a bin is the nearest bin.
std::vector<double> mel_bands(const FilterBankShape& shape);

}  // namespace undula
