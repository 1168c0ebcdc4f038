// How kernels walk rows whose channels lie in the lanes. Included once per target (Highway's foreach_target).
#if defined(UNDULA_CORE_OPS_CHANNEL_BLOCKS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef UNDULA_CORE_OPS_CHANNEL_BLOCKS_INL_H_
#undef UNDULA_CORE_OPS_CHANNEL_BLOCKS_INL_H_
#else
#define UNDULA_CORE_OPS_CHANNEL_BLOCKS_INL_H_
#endif

#include <hwy/highway.h>

#include "core/ops/track.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Vec = hn::Vec<Tag>;
constexpr int64_t kLanes = static_cast<int64_t>(hn::MaxLanes(Tag()));

/// One block of channels: the first of them, counted in the task, and how many of its lanes are in use.
struct Block {
  int64_t channel, live;
};

template <class Task, class F>
HWY_INLINE void for_each_block(const Task& task, F&& f) {
  for (int64_t channel = 0; channel < task.channels; channel += kLanes) {
    f(Block{channel, HWY_MIN(kLanes, task.channels - channel)});
  }
}

/// The block's vector of a row, zero in lanes that are not in use.
HWY_INLINE Vec load_live(const float* row, const Block& block) {
  if (HWY_LIKELY(block.live == kLanes)) return hn::LoadU(Tag(), row + block.channel);
  HWY_ALIGN float lanes[kLanes] = {};
  for (int64_t i = 0; i < block.live; ++i) lanes[i] = row[block.channel + i];
  return hn::Load(Tag(), lanes);
}

HWY_INLINE void store_live(Vec v, float* row, const Block& block) {
  if (HWY_LIKELY(block.live == kLanes)) return hn::StoreU(v, Tag(), row + block.channel);
  HWY_ALIGN float lanes[kLanes];
  hn::Store(v, Tag(), lanes);
  for (int64_t i = 0; i < block.live; ++i) row[block.channel + i] = lanes[i];
}

/// The first step after `step` in which a record starts, at most `end`.
HWY_INLINE int64_t next_record(const cpu::RecordStarts& starts, int64_t step, int64_t end) {
  if (!starts.marks) return end;
  do {
    ++step;
  } while (step < end && !starts.at(step));
  return step;
}

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#endif
