#pragma once
#include "core/base/random.h"
#include "core/ops/dropout_impl.h"
#include "core/ops/row_views_cuda.cuh"

// y (B, L, C) = x * keep / (1 - rate), with the random numbers of core/ops/dropout.h.
namespace undula::UNDULA_GPU {

template <class X, class Y>
struct DropoutParams {
  Tiles tiles;  ///< rows: (B, L)
  int64_t L;
  DeviceRows rows;
  RandomKey key;
  uint32_t drop_below;
  float scale;
  Block<const X> x;
  Block<Y> y;
};

template <class X, class Y>
UNDULA_KERNEL void drop_channels(DropoutParams<X, Y> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c, b = m / p.L, t = m % p.L;
  if (!p.tiles.has(m, c)) return;
  const uint64_t bits =
      p.key.fold(static_cast<uint64_t>(p.rows.record(b))).bits(static_cast<uint64_t>(p.rows.first_position + t));
  float x[kItems];
  load_quad(p.x.at(b, t) + c, live, p.tiles.aligned, x);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) {
    x[i] = dropout_bits(bits, static_cast<uint32_t>(c + i)) >= p.drop_below ? x[i] * p.scale : 0.0F;
  }
  store_quad(p.y.at(b, t) + c, live, p.tiles.aligned, x);
}

}  // namespace undula::UNDULA_GPU
