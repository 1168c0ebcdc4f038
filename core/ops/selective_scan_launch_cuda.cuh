#pragma once
#include "core/ops/selective_scan_launch_cuda.h"
#include "core/ops/selective_scan_tiles_cuda.cuh"

// What the launches of the scan share: kernel arguments from views, and the choice of instances.
namespace undula::UNDULA_GPU {

inline constexpr int64_t ceil_div(int64_t a, int64_t b) {
  return (a + b - 1) / b;
}

template <class T>
Plane<T> plane_of(const View& view) {
  if (!view.present()) return {};
  return {reinterpret_cast<T*>(view.data), view.strides[0], view.strides[1]};
}
inline float* floats_of(const View& view) {
  return reinterpret_cast<float*>(view.data);
}
/// Of a (B, N, E) view.
inline StateBlock state_of(const View& view) {
  if (!view.present()) return {};
  return {floats_of(view), view.strides[0], 0, 1, view.strides[1]};
}
/// Of contiguous (B, segments, E, N).
inline StateBlock segments_of(const View& view) {
  return {floats_of(view), view.strides[0], view.strides[1], view.strides[2], 1};
}
/// Of contiguous (B, segments, E), or with one segment (B, E).
inline StateBlock sums_of(const View& view) {
  return {floats_of(view), view.strides[0], view.shape.rank() == 3 ? view.strides[1] : 0, 1, 0};
}

inline ScanRows rows_of(const Rows& rows, Direction direction, int64_t L, const ScanPlan& plan) {
  return {reinterpret_cast<const int32_t*>(rows.lengths.data),
          reinterpret_cast<const uint8_t*>(rows.resets.data),
          rows.resets.present() ? rows.resets.strides[0] : 0,
          L,
          plan.segment_steps,
          direction == Direction::kReverse};
}
inline ScanRates rates_of(const ScanIn& in) {
  return {
      floats_of(in.A_log), floats_of(in.A_imag),  in.A_log.strides[0], in.A_imag.present() ? in.A_imag.strides[0] : 0,
      floats_of(in.D),     floats_of(in.dt_bias), in.u.shape[2],       static_cast<int>(in.states())};
}

/// True where rows of the view, absent ones included, can be copied 16 bytes at a time.
inline bool in_pieces(const View& view) {
  constexpr int64_t kPiece = 16;
  if (!view.present()) return true;
  const auto size = static_cast<int64_t>(size_of(view.dtype));
  return reinterpret_cast<uintptr_t>(view.data) % kPiece == 0 && view.strides[0] * size % kPiece == 0 &&
         view.strides[1] * size % kPiece == 0 && view.shape[2] * size % kPiece == 0;
}

/// f(ScanLayout of the plan)
template <bool Complex, class F>
void with_layout(const ScanPlan& plan, F&& f) {
  if constexpr (!Complex) {
    if (plan.lanes == 8) return f(ScanLayout<8, 2>());
    if (plan.lanes == 16 && plan.states == 1) return f(ScanLayout<16, 1>());
  }
  if (plan.lanes == 4) return f(ScanLayout<4, 4>());
  if (plan.lanes == 16) return f(ScanLayout<16, 4>());
  f(ScanLayout<32, 4>());
}
/// f(zero of the element type)
template <class F>
void with_type(DType dtype, F&& f) {
  if (dtype == DType::kBF16) return f(Bf16());
  f(float());
}

/// Blocks of channels, segments and rows.
inline Grid grid_of(const ScanPlan& plan, const ScanIn& in) {
  return {ceil_div(in.u.shape[2], plan.channels()), plan.segments, in.u.shape[0]};
}

/// Puts into `ends`, (B, segments, E, N), the state before each segment, from `first` (B, N, E) before the first one;
/// or where dy is there the gradient of the state after each. `sums` is (B, segments, E).
void seed_segments(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows, Direction direction,
                   const View& dy, const View& first, const View& ends, const View& sums);

}  // namespace undula::UNDULA_GPU
