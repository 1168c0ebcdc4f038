#pragma once
#include "core/ops/row_views_cuda.cuh"
#include "core/ops/sample_frames.h"

// y[b, f, i] = x[b, (f + 1) hop - width + i] (core/ops/sample_frames.h): one sample a thread.
namespace undula::UNDULA_GPU {

template <class T>
struct SampleFrames {
  FrameShape shape;
  int64_t B, F, L;
  DeviceRows rows;
  Matrix<const float> x, tail;  ///< (B, L), (B, width - hop)
  Block<T> y;                   ///< (B, F, width)
  Matrix<float> tail_out;
};

/// Where the record of sample end - 1 begins, if after `begin`: at a multiple of the hop.
UNDULA_DEVICE int64_t record_start(const DeviceRows& rows, int64_t b, int64_t begin, int64_t end, int64_t hop,
                                   int64_t fresh) {
  if (!rows.resets) return fresh;
  for (int64_t t = (end - 1) / hop * hop; end > 0 && t >= begin && t >= 0; t -= hop) {
    if (rows.reset(b, t)) return t;
  }
  return fresh;
}

/// Sample t of the frame that covers [begin, begin + n).
template <class T>
UNDULA_DEVICE float sample_at(const SampleFrames<T>& p, int64_t b, int64_t t, int64_t begin, int64_t n) {
  const int64_t length = p.rows.length(b, p.L), tail = p.tail.data ? p.shape.tail() : 0;
  if (t >= length || t < record_start(p.rows, b, begin, least(begin + n, length), p.shape.hop, -tail)) return 0.0F;
  return t >= 0 ? p.x.row(b)[t] : p.tail.row(b)[p.shape.tail() + t];
}

template <class T>
UNDULA_KERNEL void cut_frames(SampleFrames<T> p) {
  const int64_t at = block_x() * threads() + thread(), m = at / p.shape.width, i = at % p.shape.width;
  if (m >= p.B * p.F) return;
  const int64_t b = m / p.F, f = m % p.F, begin = (f + 1) * p.shape.hop - p.shape.width;
  store(p.y.at(b, f) + i, sample_at(p, b, begin + i, begin, p.shape.width));
}

/// The outgoing tails, one block a row: read before they are written, oldest first, as they may be the incoming ones.
template <class T>
UNDULA_KERNEL void cut_tails(SampleFrames<T> p) {
  const int64_t b = block_x(), n = p.shape.tail(), begin = p.rows.length(b, p.L) - n;
  for (int64_t first = 0; first < n; first += threads()) {
    const int64_t i = first + thread();
    const float x = i < n ? sample_at(p, b, begin + i, begin, n) : 0.0F;
    sync_block();
    if (i < n) p.tail_out.row(b)[i] = x;
  }
}

}  // namespace undula::UNDULA_GPU
