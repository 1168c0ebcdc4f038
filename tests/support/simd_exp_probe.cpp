#include "tests/support/simd_exp_probe.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/support/simd_exp_probe.cpp"
#include <hwy/foreach_target.h>

#include "core/cpu/simd_exp-inl.h"
#include "core/cpu/simd_turn-inl.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::ScalableTag<float>;
using Vec = hn::Vec<Tag>;
constexpr int64_t kLanes = static_cast<int64_t>(hn::MaxLanes(Tag()));

/// y[i] = f(i) with the last vector cut to what is left. `f` is given a loader of one array.
template <class F>
HWY_INLINE void map(int64_t n, float* y, F&& f) {
  const Tag d;
  for (int64_t first = 0; first < n; first += kLanes) {
    const int64_t count = HWY_MIN(kLanes, n - first);
    HWY_ALIGN float lanes[kLanes] = {};
    const Vec result = f([&](const float* from) HWY_ATTR {
      for (int64_t i = 0; i < count; ++i) lanes[i] = from[first + i];
      return hn::Load(d, lanes);
    });
    hn::Store(result, d, lanes);
    for (int64_t i = 0; i < count; ++i) y[first + i] = lanes[i];
  }
}

void exp2_of(const float* x, const float* rate, int64_t n, float* y) {
  map(n, y, [&](auto load) HWY_ATTR { return value_of(Tag(), power_of_product(Tag(), load(x), load(rate))); });
}
void decay(const float* v, const float* x, const float* rate, int64_t n, float* y) {
  map(n, y, [&](auto load) HWY_ATTR { return decayed(load(v), power_of_product(Tag(), load(x), load(rate))); });
}
void exp_of(const float* x, int64_t n, float* y) {
  map(n, y, [&](auto load) HWY_ATTR { return exp(Tag(), load(x)); });
}
void sigmoid_of(const float* x, int64_t n, float* y) {
  map(n, y, [&](auto load) HWY_ATTR { return sigmoid(Tag(), exp_for_sigmoid(Tag(), load(x))); });
}
void softplus_of(const float* x, int64_t n, float* y) {
  map(n, y, [&](auto load) HWY_ATTR { return softplus(Tag(), load(x), exp_for_softplus(Tag(), load(x))); });
}
void softplus_derivative_of(const float* x, int64_t n, float* y) {
  map(n, y, [&](auto load) HWY_ATTR { return softplus_derivative(Tag(), load(x), exp_for_softplus(Tag(), load(x))); });
}
void cosine_of(const float* x, const float* y, int64_t n, float* z) {
  map(n, z, [&](auto load) HWY_ATTR { return turned(Tag(), load(x), load(y)).re; });
}
void sine_of(const float* x, const float* y, int64_t n, float* z) {
  map(n, z, [&](auto load) HWY_ATTR { return turned(Tag(), load(x), load(y)).im; });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::test {

HWY_EXPORT(exp2_of);
HWY_EXPORT(decay);
HWY_EXPORT(exp_of);
HWY_EXPORT(sigmoid_of);
HWY_EXPORT(softplus_of);
HWY_EXPORT(softplus_derivative_of);
HWY_EXPORT(cosine_of);
HWY_EXPORT(sine_of);

void probe_exp2(const float* x, const float* rate, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(exp2_of)(x, rate, n, y);
}
void probe_decay(const float* v, const float* x, const float* rate, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(decay)(v, x, rate, n, y);
}
void probe_exp(const float* x, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(exp_of)(x, n, y);
}
void probe_sigmoid(const float* x, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(sigmoid_of)(x, n, y);
}
void probe_softplus(const float* x, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(softplus_of)(x, n, y);
}
void probe_softplus_derivative(const float* x, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(softplus_derivative_of)(x, n, y);
}
void probe_cosine(const float* x, const float* y, int64_t n, float* z) {
  HWY_DYNAMIC_DISPATCH(cosine_of)(x, y, n, z);
}
void probe_sine(const float* x, const float* y, int64_t n, float* z) {
  HWY_DYNAMIC_DISPATCH(sine_of)(x, y, n, z);
}

}  // namespace undula::test
#endif
