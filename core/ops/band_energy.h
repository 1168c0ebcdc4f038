#pragma once
#include "core/memory/context.h"

namespace undula {

/// Energies of pairs of filters (cosine, sine), averaged over neighbouring frames:
///   y[m, c] = 1/g sum_{i<g} z[m g + i, c]^2 + z[m g + i, C + c]^2
/// z (M g, 2C); y (M, C); g follows from the shapes.
void band_energy_forward(Context& ctx, const View& z, const View& y);
/// Writes dz.
void band_energy_backward(Context& ctx, const View& z, const View& dy, const View& dz);

/// y = k ln(1 + x / floor), element by element; x >= 0, (M, C).
struct LogCompression {
  double floor = 1e-8;  ///< an energy: 80 dB below a sine at full scale
  double k = 0.25;
};
void log_compress_forward(Context& ctx, const LogCompression& how, const View& x, const View& y);
/// Writes dx; may be in place of dy.
void log_compress_backward(Context& ctx, const LogCompression& how, const View& x, const View& dy, const View& dx);

}  // namespace undula
