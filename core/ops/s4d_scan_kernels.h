#pragma once
#include <cstdint>

#include "core/ops/track.h"

// What the host side of the fp32 S4D scan (s4d_scan_cpu.cpp) and its SIMD kernels share: plain structures only.
namespace undula::cpu {

/// Steps of a chunk, which is computed without the recurrence; chunks worked on together; steps between saved states.
constexpr int64_t kS4dChunk = 16, kS4dChunks = 6, kS4dSpan = kS4dChunk * kS4dChunks;
/// Channels of a block, and floats of a row of its tables and states.
constexpr int64_t kS4dWidth = kChannelAlign;

/// The constants of one block of channels, rows of kS4dWidth floats; N = 2M rows hold real and imaginary parts of the
/// pairs in turn. With a, c of S4dMode and T = kS4dChunk, for a chunk that starts at state h:
///   in    (N, T)   a^(T-1-s): what u_s adds to the state after the chunk
///   out   (N, T)   2 c a^(t+1), conjugated: what h adds to y_t, as a sum over real and imaginary parts
///   taps  (T)      K_j with D at j = 0: what u_{t-j} adds to y_t; three rows of zeros stand before it
///   jump, step     (M, 4) real and imaginary part of a^T and of a, then what rounding took from them
///   c     (N)      2 c, conjugated;  D  (1)
/// Gradients have the same places; those of jump and step the first two rows of four.
struct S4dTable {
  int64_t N;
  static constexpr int64_t kZeros = 3;

  constexpr int64_t in() const { return 0; }
  constexpr int64_t out() const { return N * kS4dChunk; }
  constexpr int64_t taps() const { return 2 * N * kS4dChunk + kZeros; }
  constexpr int64_t jump() const { return taps() + kS4dChunk; }
  constexpr int64_t step() const { return jump() + 2 * N; }
  constexpr int64_t c() const { return step() + 2 * N; }
  constexpr int64_t D() const { return c() + N; }
  constexpr int64_t rows() const { return D() + 1; }
  constexpr int64_t floats() const { return rows() * kS4dWidth; }
};

/// One row of one block of channels. Pointers stand at the block's first channel.
struct S4dTask {
  int64_t length = 0, channels = 0, N = 0;
  Track u;
  RecordStarts starts;
  const float* table = nullptr;
  float* states = nullptr;  ///< (spans, N, E): saved states; null: not wanted
  int64_t E = 0;            ///< floats between rows of saved states
};

struct S4dForward : S4dTask {
  Track y;
  float* h = nullptr;  ///< (N, kS4dWidth): the state before the first step, then that after the last
};

struct S4dBackward : S4dTask {
  Track dy, du;
  float* g = nullptr;       ///< (N, kS4dWidth): the gradient of the state after the last step, then of that before all
  float* dtable = nullptr;  ///< added to
};

void s4d_forward_task(const S4dForward& task);
void s4d_backward_task(const S4dBackward& task);

}  // namespace undula::cpu
