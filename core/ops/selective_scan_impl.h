#pragma once
#include "core/ops/selective_scan.h"
#include "core/ops/selective_scan_kernels.h"

// The implementations behind core/ops/selective_scan.h. Each plans its own scratch and returns while planning.
namespace undula {

namespace ref {
template <class T>
void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out);
template <class T>
void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                             const View& chunk_states, const ScanGrad& grad);
/// With in.A_imag.
template <class T>
void complex_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out);
template <class T>
void complex_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                           const View& chunk_states, const ScanGrad& grad);
template <class T>
void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                            const View& sum_dt);
template <class T>
void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                     const View& dy, const View& g_zero, const View& sum_dt);
}  // namespace ref

/// fp32, vectorised over channels.
namespace cpu {
void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out);
void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                             const View& chunk_states, const ScanGrad& grad);
void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                            const View& sum_dt);
void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                     const View& dy, const View& g_zero, const View& sum_dt);
}  // namespace cpu

}  // namespace undula
