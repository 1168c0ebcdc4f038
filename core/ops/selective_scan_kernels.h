#pragma once
#include <cstdint>

#include "core/ops/track.h"

// What the host side of the fp32 scan (selective_scan_cpu.cpp) and its SIMD kernels share: plain structures only.
namespace undula {

/// Steps between the states that forward saves for backward; also the steps that a kernel stages at a time.
constexpr int64_t kScanChunk = 64;

namespace cpu {

/// Channels are worked on in blocks of one vector; a block's states are laid out (N, lanes). Most channels that one
/// task works on, since its staging area is on the stack:
constexpr int64_t kScanForwardGroup = 128, kScanBackwardGroup = 128;

/// One row, some of its channels, some of its steps. Pointers to per-channel data start at the task's first channel.
struct ScanTask {
  int64_t begin = 0, end = 0;  ///< steps
  int64_t channels = 0, N = 0;
  Track u, dt, z, B, C;                          ///< z.first null: no gate
  const float *D = nullptr, *dt_bias = nullptr;  ///< padded to whole blocks
  const float* A2 = nullptr;  ///< A log2(e), blocks of (N, lanes); complex: Re A log2(e), Im A 2/pi in turn
  bool complex = false;       ///< states n, n + 1 for even n are real and imaginary part of one, as are B and C
  RecordStarts starts;
  float* h = nullptr;  ///< blocks of (N, lanes): the state before `begin`, then after `end`
};

struct ScanForward : ScanTask {
  Track y;
  float* chunk_states = nullptr;  ///< blocks of (N, lanes) of the chunk at step 0; null: not wanted
  int64_t chunk_stride = 0;       ///< from one chunk's to the next's
};

struct ScanBackward : ScanTask {
  const float* chunk_states = nullptr;
  int64_t chunk_stride = 0;
  Track dy, du, ddt, dz;
  Track dBC;            ///< written: dB (N) then dC (N) of these channels
  float* g = nullptr;   ///< blocks of (N, lanes): the gradient of the state after `end`, then of that before `begin`
  float* dA = nullptr;  ///< added to: blocks of (N, lanes), gradient of A
  float *dD = nullptr, *ddt_bias = nullptr;  ///< added to, padded to whole blocks
};

/// sum_dt (padded to whole blocks) is added to.
struct ScanSummary : ScanTask {
  float* sum_dt = nullptr;
  Track dy;  ///< backward only; then `h` is the gradient of the state
};

/// Floats in a vector of the chosen target.
int64_t scan_lanes();
/// A2 for `channels` channels from A_log, rows `stride` apart.
void scan_fold_A(const float* A_log, int64_t stride, int64_t channels, int64_t N, float* A2);
/// The same of complex A: N = 2M rows from A_log and A_imag (channels, M).
void scan_fold_complex_A(const float* A_log, int64_t stride, const float* A_imag, int64_t stride_imag, int64_t channels,
                         int64_t N, float* A2);
/// Rows of `channels` states, N of them `stride` apart (null: zeros), to and from blocks of (N, lanes).
void scan_pack_state(const float* rows, int64_t stride, int64_t channels, int64_t N, float* blocks);
void scan_unpack_state(const float* blocks, int64_t channels, int64_t N, float* rows, int64_t stride);
void scan_forward_task(const ScanForward& task);
void scan_backward_task(const ScanBackward& task);
void scan_summary_task(const ScanSummary& task);
void scan_backward_summary_task(const ScanSummary& task);

}  // namespace cpu
}  // namespace undula
