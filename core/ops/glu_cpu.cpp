#include "core/ops/glu_impl.h"
#include "core/ops/row_runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/glu_cpu.cpp"
#include <hwy/foreach_target.h>

#include "core/cpu/simd_exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::CappedTag<float, 16>;
using Vec = hn::Vec<Tag>;
constexpr auto kLanes = static_cast<int64_t>(hn::MaxLanes(Tag()));

HWY_INLINE Vec gate(Vec g) {
  return sigmoid(Tag(), exp_for_sigmoid(Tag(), g));
}

/// Calls f(i, live) for vectors of n channels.
template <class F>
HWY_INLINE void for_each_vector(int64_t n, F&& f) {
  for (int64_t i = 0; i < n; i += kLanes) f(i, HWY_MIN(kLanes, n - i));
}

HWY_INLINE Vec load(const float* from, int64_t live) {
  if (HWY_LIKELY(live == kLanes)) return hn::LoadU(Tag(), from);
  HWY_ALIGN float lanes[kLanes] = {};
  for (int64_t i = 0; i < live; ++i) lanes[i] = from[i];
  return hn::Load(Tag(), lanes);
}

HWY_INLINE void store(Vec v, float* to, int64_t live) {
  if (HWY_LIKELY(live == kLanes)) return hn::StoreU(v, Tag(), to);
  HWY_ALIGN float lanes[kLanes];
  hn::Store(v, Tag(), lanes);
  for (int64_t i = 0; i < live; ++i) to[i] = lanes[i];
}

void forward_row(const float* x, float* y, int64_t C) {
  for_each_vector(C, [&](int64_t i, int64_t live)
                         HWY_ATTR { store(hn::Mul(load(x + i, live), gate(load(x + C + i, live))), y + i, live); });
}

void backward_row(const float* x, const float* dy, float* dx, int64_t C) {
  for_each_vector(C, [&](int64_t i, int64_t live) HWY_ATTR {
    const Vec s = gate(load(x + C + i, live)), da = hn::Mul(load(dy + i, live), s);
    const Vec dg = hn::Mul(hn::Mul(da, load(x + i, live)), hn::Sub(hn::Set(Tag(), 1.0f), s));
    store(da, dx + i, live);
    store(dg, dx + C + i, live);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {
namespace {

HWY_EXPORT(forward_row);
HWY_EXPORT(backward_row);

}  // namespace

void glu_forward(Context& ctx, const View& x, const View& y) {
  const int64_t C = y.shape[1];
  for_each_row(ctx.pool(), y.shape[0], C, [&](int64_t m) {
    HWY_DYNAMIC_DISPATCH(forward_row)(row_of(x, m), row_of(y, m), C);
  });
}

void glu_backward(Context& ctx, const View& x, const View& dy, const View& dx) {
  const int64_t C = dy.shape[1];
  for_each_row(ctx.pool(), dy.shape[0], C, [&](int64_t m) {
    HWY_DYNAMIC_DISPATCH(backward_row)(row_of(x, m), row_of(dy, m), row_of(dx, m), C);
  });
}

}  // namespace undula::cpu
#endif
