#include "tests/bench/ceilings.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/ceilings.cpp"
#include <hwy/foreach_target.h>

#include "core/cpu/simd_exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::ScalableTag<float>;
using Vec = hn::Vec<Tag>;
constexpr int64_t kLanes = static_cast<int64_t>(hn::MaxLanes(Tag()));

/// Four vectors at a time, so that no chain of dependent operations is the limit.
template <class F>
HWY_INLINE void map(const float* x, int64_t n, float* y, F&& f) {
  const Tag d;
  for (int64_t i = 0; i < n; i += 4 * kLanes) {
    const Vec a = f(hn::Load(d, x + i)), b = f(hn::Load(d, x + i + kLanes));
    const Vec c = f(hn::Load(d, x + i + 2 * kLanes)), e = f(hn::Load(d, x + i + 3 * kLanes));
    hn::Store(a, d, y + i);
    hn::Store(b, d, y + i + kLanes);
    hn::Store(c, d, y + i + 2 * kLanes);
    hn::Store(e, d, y + i + 3 * kLanes);
  }
}

void folded(const float* x, float rate, int64_t n, float* y) {
  const Tag d;
  const Vec r = hn::Set(d, rate);
  map(x, n, y, [&](Vec v) HWY_ATTR { return value_of(d, power_of_product(d, v, r)); });
}

void precise(const float* x, int64_t n, float* y) {
  const Tag d;
  map(x, n, y, [&](Vec v) HWY_ATTR { return exp(d, v); });
}

float sum(const float* x, int64_t n) {
  const Tag d;
  Vec s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
  for (int64_t i = 0; i < n; i += 4 * kLanes) {
    s0 = hn::Add(s0, hn::Load(d, x + i));
    s1 = hn::Add(s1, hn::Load(d, x + i + kLanes));
    s2 = hn::Add(s2, hn::Load(d, x + i + 2 * kLanes));
    s3 = hn::Add(s3, hn::Load(d, x + i + 3 * kLanes));
  }
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3))));
}

double chains(int64_t rounds) {
  const Tag tag;
  const auto scale = hn::Set(tag, 0.999F), shift = hn::Set(tag, 0.001F);
  auto a = hn::Iota(tag, 1.0F), b = hn::Add(a, a), c = hn::Add(b, a), d = hn::Add(c, a), e = hn::Add(d, a);
  auto f = hn::Add(e, a), g = hn::Add(f, a), h = hn::Add(g, a), i = hn::Add(h, a), j = hn::Add(i, a);
  auto k = hn::Add(j, a), l = hn::Add(k, a);
  for (int64_t round = 0; round < rounds; ++round) {
    a = hn::MulAdd(a, scale, shift);
    b = hn::MulAdd(b, scale, shift);
    c = hn::MulAdd(c, scale, shift);
    d = hn::MulAdd(d, scale, shift);
    e = hn::MulAdd(e, scale, shift);
    f = hn::MulAdd(f, scale, shift);
    g = hn::MulAdd(g, scale, shift);
    h = hn::MulAdd(h, scale, shift);
    i = hn::MulAdd(i, scale, shift);
    j = hn::MulAdd(j, scale, shift);
    k = hn::MulAdd(k, scale, shift);
    l = hn::MulAdd(l, scale, shift);
  }
  const auto sum = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, d)),
                           hn::Add(hn::Add(hn::Add(e, f), hn::Add(g, h)), hn::Add(hn::Add(i, j), hn::Add(k, l))));
  volatile float sink = hn::GetLane(hn::SumOfLanes(tag, sum));
  static_cast<void>(sink);
  return 12.0 * 2.0 * static_cast<double>(hn::Lanes(tag)) * static_cast<double>(rounds);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::bench {

HWY_EXPORT(folded);
HWY_EXPORT(precise);
HWY_EXPORT(sum);
HWY_EXPORT(chains);

void exp_folded(const float* x, float rate, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(folded)(x, rate, n, y);
}
void exp_precise(const float* x, int64_t n, float* y) {
  HWY_DYNAMIC_DISPATCH(precise)(x, n, y);
}
float read_sum(const float* x, int64_t n) {
  return HWY_DYNAMIC_DISPATCH(sum)(x, n);
}
double fma_chains(int64_t rounds) {
  return HWY_DYNAMIC_DISPATCH(chains)(rounds);
}

}  // namespace undula::bench
#endif
