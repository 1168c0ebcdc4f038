#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// The selective scan of Mamba-1 (Gu and Dao 2023, section 3), fused with its discretisation, skip and gate. With
/// A = -exp(A_log), dt_t = softplus(dt_raw_t + dt_bias), per channel e and state n:
///   h_t = exp(dt_t A) h_{t-1} + dt_t B_t u_t          (h before the first position: h0)
///   y_t = (sum_n C_t h_t + D u_t) silu(z_t)
/// u, dt, z, y (B, L, E); A_log (E, N); B, C (B, L, N); D, dt_bias (E); h (B, N, E). Rows of B, C, u, dt, z, y may be
/// strided. A position beyond a row's length is the identity on the state and gives y = 0. A packed record starts from
/// zero. With Direction::kReverse each row is walked from its last valid position down.
///
/// With complex A (the published code's option) A = -exp(A_log) + i A_imag, A_log and A_imag (E, N / 2), N even. h, B
/// and C hold N / 2 complex numbers, real part and imaginary part in turn, and y_t = (2 Re(sum_n C_t h_t) + D u_t)
/// silu(z_t): each stands for itself and its conjugate.
struct ScanIn {
  View u, dt, A_log, B, C, D, dt_bias;
  View z;            ///< absent: no gate
  View h0;           ///< absent: zeros
  View A_imag = {};  ///< absent: A is real
  /// ParamStore::generation of the parameters: what fp32 kernels make of them is kept while it stays; 0: made anew.
  uint64_t generation = 0;

  /// N
  int64_t states() const { return A_imag.present() ? 2 * A_log.shape[1] : A_log.shape[1]; }
};
struct ScanOut {
  View y;
  View hL;            ///< (B, N, E) state after each row's last valid position; absent: not wanted. May be h0 itself.
  View chunk_states;  ///< scan_chunk_states_shape(): what backward recomputes from; absent: no backward follows
};
/// Written: du, ddt, dB, dC, dz, dh0 (0 beyond a row's length). Added to, in a fixed order: dA_log, dD, ddt_bias.
struct ScanGrad {
  View dy;
  View dhL;  ///< gradient of the final state; absent: zeros
  View du, ddt, dB, dC;
  View dz;   ///< absent exactly when z is
  View dh0;  ///< absent: not wanted
  View dA_log, dD, ddt_bias;
  View dA_imag = {};  ///< absent exactly when A_imag is
};

/// States at chunk boundaries, in the kernel's own order: (B, ceil(L / chunk), E, N).
Shape scan_chunk_states_shape(int64_t B, int64_t L, int64_t E, int64_t N);

void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out);
void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                             const View& chunk_states, const ScanGrad& grad);

/// A segment is an affine map of the state: h_end = exp(A sum_dt) h_start + h_zero. Writes h_zero (B, N, E), the end
/// state from a zero start, and sum_dt (B, E). No packing (rows.resets must be absent), and A is real.
void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                            const View& sum_dt);
/// The mirror: dh_start = exp(A sum_dt) dh_end + g_zero. Writes g_zero (B, N, E), the gradient at the segment's start
/// when none comes in at its end, from dy (B, L, E) after gate.
void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                     const View& dy, const View& g_zero, const View& sum_dt);

}  // namespace undula
