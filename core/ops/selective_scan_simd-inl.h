// What the scan's forward and backward kernels share. Included once per target (Highway's foreach_target).
#if defined(UNDULA_CORE_OPS_SELECTIVE_SCAN_SIMD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef UNDULA_CORE_OPS_SELECTIVE_SCAN_SIMD_INL_H_
#undef UNDULA_CORE_OPS_SELECTIVE_SCAN_SIMD_INL_H_
#else
#define UNDULA_CORE_OPS_SELECTIVE_SCAN_SIMD_INL_H_
#endif

#include <hwy/cache_control.h>

#include "core/cpu/simd_exp-inl.h"
#include "core/ops/channel_blocks-inl.h"
#include "core/ops/selective_scan_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {

using cpu::ScanTask;
using cpu::Track;

// Kernels work on whole vectors. A block that is narrower is copied to room of a vector's width, and back.

/// Rows [begin, end) of one block as whole vectors, zero in lanes that are not in use.
HWY_INLINE Track whole_rows(const Track& rows, const Block& block, int64_t begin, int64_t end, float* room) {
  if (HWY_LIKELY(block.live == kLanes)) return {rows.first + block.channel, rows.stride};
  for (int64_t step = begin; step < end; ++step) {
    const float* from = rows.at(step) + block.channel;
    for (int64_t i = 0; i < kLanes; ++i) room[(step - begin) * kLanes + i] = i < block.live ? from[i] : 0.0f;
  }
  return {room - begin * kLanes, kLanes};
}

/// Where to write whole vectors of rows [begin, end): followed by `write_back` of the same.
HWY_INLINE Track rows_to_write(const Track& rows, const Block& block, int64_t begin, float* room) {
  if (!rows.first) return {};
  if (HWY_LIKELY(block.live == kLanes)) return {rows.first + block.channel, rows.stride};
  return {room - begin * kLanes, kLanes};
}

HWY_INLINE void write_back(const Track& rows, const Block& block, int64_t begin, int64_t end, const float* room) {
  if (HWY_LIKELY(block.live == kLanes)) return;
  for (int64_t step = begin; step < end; ++step) {
    float* to = rows.at(step) + block.channel;
    for (int64_t i = 0; i < block.live; ++i) to[i] = room[(step - begin) * kLanes + i];
  }
}

/// Saved states hold the live lanes only; working states whole vectors.
HWY_INLINE void save_state(const float* h, int64_t N, const Block& block, float* to) {
  for (int64_t n = 0; n < N; ++n, h += kLanes, to += block.live) {
    if (HWY_LIKELY(block.live == kLanes)) {
      hn::StoreU(hn::Load(Tag(), h), Tag(), to);
    } else {
      for (int64_t i = 0; i < block.live; ++i) to[i] = h[i];
    }
  }
}

HWY_INLINE void load_state(const float* from, int64_t N, const Block& block, float* h) {
  for (int64_t n = 0; n < N; ++n, h += kLanes, from += block.live) {
    if (HWY_LIKELY(block.live == kLanes)) {
      hn::Store(hn::LoadU(Tag(), from), Tag(), h);
    } else {
      for (int64_t i = 0; i < kLanes; ++i) h[i] = i < block.live ? from[i] : 0.0f;
    }
  }
}

HWY_INLINE void clear(float* block, int64_t vectors) {
  for (int64_t i = 0; i < vectors; ++i) hn::Store(hn::Zero(Tag()), Tag(), block + i * kLanes);
}

/// Calls f(step, i) for steps [begin, end), i the offset of a step's vector among staged ones.
template <class F>
HWY_INLINE void for_each_step(int64_t begin, int64_t end, F&& f) {
  for (int64_t step = begin; step < end; ++step) f(step, (step - begin) * kLanes);
}

/// Stages dt, after bias and softplus, the derivative of the softplus, and u of one block, (step, lane). `e` is room
/// for as many values.
HWY_INLINE void stage_inputs(const Track& rows_dt, const Track& rows_u, const float* dt_bias, int64_t begin,
                             int64_t end, float* HWY_RESTRICT dt, float* HWY_RESTRICT u, float* HWY_RESTRICT slope,
                             float* HWY_RESTRICT e) {
  const Tag d;
  const Vec bias = hn::Load(d, dt_bias);
  for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR {
    const Vec x = hn::Add(hn::LoadU(d, rows_dt.at(step)), bias);
    hn::Store(x, d, dt + i);
    hn::Store(exp_for_softplus(d, x), d, e + i);
  });
  for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR {
    const Vec x = hn::Load(d, dt + i), ex = hn::Load(d, e + i);
    hn::Store(softplus_derivative(d, x, ex), d, slope + i);
    hn::Store(softplus(d, x, ex), d, dt + i);
    hn::Store(hn::LoadU(d, rows_u.at(step)), d, u + i);
  });
}

/// Stages exp_for_sigmoid(z).
HWY_INLINE void stage_gate(const Track& z, int64_t begin, int64_t end, float* HWY_RESTRICT e) {
  for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR {
    hn::Store(exp_for_sigmoid(Tag(), hn::LoadU(Tag(), z.at(step))), Tag(), e + i);
  });
}

/// Adds the staged dt of one block to a summary.
HWY_INLINE void add_dt(const cpu::ScanSummary& task, const Block& block, int64_t steps, const float* dt) {
  const Tag d;
  Vec sum = hn::Load(d, task.sum_dt + block.channel);
  for (int64_t i = 0; i < steps * kLanes; i += kLanes) sum = hn::Add(sum, hn::Load(d, dt + i));
  hn::Store(sum, d, task.sum_dt + block.channel);
}

/// Rows of one block that are needed soon: asked for one by one while others are worked on, since they are far apart
/// and no processor foresees them. Asking for a row beyond the last does no harm; addresses are numbers here.
class Ahead {
 public:
  /// `rows` from `step` on; up to three more arrays are added, absent ones are left out.
  HWY_INLINE Ahead(const Track& rows, const Block& block, int64_t step) {
    for (int i = 0; i < kMost; ++i) set(i, rows, block, step);
  }

  HWY_INLINE void add(const Track& rows, const Block& block, int64_t step) {
    if (rows.first) set(count_++, rows, block, step);
  }

  HWY_INLINE void fetch() {
    for (int i = 0; i < kMost; ++i) {
      hwy::Prefetch(reinterpret_cast<const char*>(next_[i]));
      next_[i] += stride_[i];
    }
  }

 private:
  HWY_INLINE void set(int i, const Track& rows, const Block& block, int64_t step) {
    constexpr auto kBytes = static_cast<int64_t>(sizeof(float));
    next_[i] =
        reinterpret_cast<uintptr_t>(rows.first) + static_cast<uintptr_t>((step * rows.stride + block.channel) * kBytes);
    stride_[i] = static_cast<uintptr_t>(rows.stride * kBytes);
  }

  static constexpr int kMost = 4;
  uintptr_t next_[kMost], stride_[kMost];
  int count_ = 1;
};

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#endif
