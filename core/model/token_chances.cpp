#include "core/model/token_chances.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/model/token_chances.cpp"
#include <hwy/foreach_target.h>

#include "core/cpu/simd_exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::CappedTag<float, 16>;
constexpr auto kLanes = static_cast<int64_t>(hn::MaxLanes(Tag()));

float largest(const float* logits, int64_t n) {
  float top = logits[0];
  int64_t i = 0;
  if (n >= kLanes) {
    auto lanes = hn::LoadU(Tag(), logits);
    for (i = kLanes; i + kLanes <= n; i += kLanes) lanes = hn::Max(lanes, hn::LoadU(Tag(), logits + i));
    top = hn::GetLane(hn::MaxOfLanes(Tag(), lanes));
  }
  for (; i < n; ++i) top = HWY_MAX(top, logits[i]);
  return top;
}

void chances(const float* logits, int64_t n, float top, float temperature, float* out) {
  const Tag d;
  const auto shift = hn::Set(d, top), scale = hn::Set(d, HWY_MIN(1.0f / temperature, 1e30f));
  const auto chance = [&](auto logit) HWY_ATTR { return exp(d, hn::Mul(hn::Sub(logit, shift), scale)); };
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) hn::StoreU(chance(hn::LoadU(d, logits + i)), d, out + i);
  if (i == n) return;
  HWY_ALIGN float lanes[kLanes] = {};
  for (int64_t j = i; j < n; ++j) lanes[j - i] = logits[j];
  hn::Store(chance(hn::Load(d, lanes)), d, lanes);
  for (int64_t j = i; j < n; ++j) out[j] = lanes[j - i];
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula {

HWY_EXPORT(largest);
HWY_EXPORT(chances);

float largest_logit(const float* logits, int64_t n) {
  return HWY_DYNAMIC_DISPATCH(largest)(logits, n);
}

void token_chances(const float* logits, int64_t n, float top, float temperature, float* chances) {
  HWY_DYNAMIC_DISPATCH(chances)(logits, n, top, temperature, chances);
}

}  // namespace undula
#endif
