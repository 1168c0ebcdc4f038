#pragma once
#include "core/cuda/bf16.h"

// What the kernels of the selective scan are given. A row is walked in steps 0, 1, ...; rows are cut into segments that
// run side by side, and channels into blocks. States are fp32 always.
namespace undula::UNDULA_GPU {

/// Steps of one staged tile of the forward pass, and of one chunk of the backward pass: chunk_states holds the state
/// before each chunk.
inline constexpr int kScanTile = 32, kScanSteps = 64;
inline constexpr int kScanThreads = 128;
/// In the place of dt where a record starts: exp(dt A) is then 0.
inline constexpr float kForget = 1e30F;
inline constexpr float kLog2E = 1.4426950408889634F, kLn2 = 0.6931471805599453F;

/// (B, L, columns) elements, strides in elements. Null: absent.
template <class T>
struct Plane {
  T* data;
  int64_t row, step;
  UNDULA_DEVICE T* at(int64_t b, int64_t t) const { return data + b * row + t * step; }
};

/// One float for each (row, segment, channel, state), wherever it lies. Null: zeros, or not wanted.
struct StateBlock {
  float* data;
  int64_t row, segment, channel, state;
  UNDULA_DEVICE float* at(int64_t b, int64_t s, int64_t e, int64_t n) const {
    return data + b * row + s * segment + e * channel + n * state;
  }
};

/// How rows are walked.
struct ScanRows {
  const int32_t* lengths;  ///< (B); null: all full
  const uint8_t* resets;   ///< (B, L); null: none
  int64_t resets_row;
  int64_t L;
  int64_t segment_steps;  ///< a multiple of kScanSteps
  bool reverse;
};

/// The parameters of the scan; A_imag null: A is real.
struct ScanRates {
  const float *A_log, *A_imag;
  int64_t A_log_row, A_imag_row;
  const float *D, *dt_bias;
  int64_t E;
  int N;
};

template <class T>
struct ScanForwardParams {
  ScanRows rows;
  ScanRates rates;
  Plane<const T> u, dt, z, B, C;
  Plane<T> y;
  StateBlock h_in, h_out;  ///< before each segment; after each row, written by its last segment
  float* chunk_states;     ///< (B, ceil(L / kScanSteps), E, N)
  int64_t chunks, segments;
  bool aligned, aligned_states, aligned_y;  ///< rows of u, dt, z, of B, C and of y can be copied in pieces
};

/// Backward kernels run on one span of steps of every segment at a time, later spans first.
template <class T>
struct ScanBackwardParams {
  ScanRows rows;
  ScanRates rates;
  Plane<const T> u, dt, z, B, C, dy;
  Plane<T> du, ddt, dz;
  const float* chunk_states;
  int64_t chunks, segments;
  int64_t span_begin, span_steps;  ///< within each segment; multiples of kScanSteps
  StateBlock g_in, g_out;          ///< gradient of the state after the span, and before it
  StateBlock dh0;                  ///< the latter of segment 0; (B, N, E)
  StateBlock dA;                   ///< shares of the gradients of A, one for each (row, segment)
  float *dD, *ddt_bias;            ///< (B, segments, E) likewise
  bool first;                      ///< the shares are written, not added to
  bool aligned, aligned_states;    ///< rows of (B, L, E), and of B and C, can be read and written in pieces
  float* dBC;                      ///< (channel blocks, B, segments, span_steps, 2 padded N): shares of dB and dC
};

template <class T>
struct ScanSummaryParams {
  ScanRows rows;
  ScanRates rates;
  Plane<const T> u, dt, z, B, C, dy;  ///< forward: u, B; backward: z, C, dy
  StateBlock end;                     ///< the state after a segment that starts from zero, or the mirror
  StateBlock sum_dt;                  ///< stride of states: 0
};

}  // namespace undula::UNDULA_GPU
