#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// The time-invariant diagonal scan of S4D (Gu, Gupta, Goel and Re 2022, sections 3 and 4) with its discretisation and
/// skip. Per channel e and conjugate pair p < M, with A = -exp(log_A_real) + i A_imag, dt = exp(log_dt), B = 1 and
/// zero-order hold:
///   h_t = exp(dt A) h_{t-1} + u_t           (h before the first position: h0)
///   y_t = 2 Re(sum_p C' h_t) + D u_t,       C' = C (exp(dt A) - 1) / A
/// so that y is u convolved with K_j = 2 Re(sum_p C' exp(j dt A)). The factor of the input stands in C': the published
/// state is (exp(dt A) - 1) / A times h.
///
/// u, y (B, L, E); log_A_real, A_imag (E, M); C (E, M, 2), real and imaginary part; log_dt, D (E); h (B, 2M, E), real
/// part of pair p at 2p, imaginary part at 2p + 1. Rows of u and y may be strided. A position beyond a row's length is
/// the identity on the state and gives y = 0. A packed record starts from zero. With Direction::kReverse each row is
/// walked from its last valid position down.
struct S4dIn {
  View u, log_A_real, A_imag, C, log_dt, D;
  View h0;  ///< absent: zeros
  /// Names the content of the parameters, as in Matmul::product: what is derived from them is kept until it moves. 0:
  /// it is derived anew.
  uint64_t generation = 0;
};
struct S4dOut {
  View y;
  View hL;      ///< (B, 2M, E) state after each row's last valid position; absent: not wanted. May be h0 itself.
  View states;  ///< s4d_states_shape(): what backward recomputes from; absent: no backward follows
};
/// Written: du, dh0 (du is 0 beyond a row's length). Added to, in a fixed order: the gradients of parameters.
struct S4dGrad {
  View dy;
  View dhL;  ///< gradient of the final state; absent: zeros
  View du;
  View dh0;  ///< absent: not wanted
  View dlog_A_real, dA_imag, dC, dlog_dt, dD;
};

/// States every kS4dSpan steps: (B, ceil(L / kS4dSpan), 2M, E).
Shape s4d_states_shape(int64_t B, int64_t L, int64_t E, int64_t M);

void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out);
void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                       const S4dGrad& grad);

}  // namespace undula
