#include "core/ops/gelu_impl.h"
#include "core/ops/row_runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/gelu_cpu.cpp"
#include <hwy/foreach_target.h>

#include "core/cpu/simd_exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::CappedTag<float, 16>;
using Vec = hn::Vec<Tag>;

/// Phi(x) from e = exp(-x^2 / 2): Abramowitz and Stegun 7.1.26, good to 8e-8.
HWY_INLINE Vec distribution(Vec x, Vec e) {
  const Tag d;
  const Vec t = reciprocal(d, hn::MulAdd(hn::Abs(x), hn::Set(d, 0.231641888f), hn::Set(d, 1.0f)));
  Vec q = hn::MulAdd(hn::Set(d, 1.061405429f), t, hn::Set(d, -1.453152027f));
  q = hn::MulAdd(q, t, hn::Set(d, 1.421413741f));
  q = hn::MulAdd(q, t, hn::Set(d, -0.284496736f));
  q = hn::MulAdd(q, t, hn::Set(d, 0.254829592f));
  const Vec below = hn::Mul(hn::Mul(hn::Set(d, 0.5f), e), hn::Mul(q, t));  // Phi(-|x|)
  return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), below, hn::Sub(hn::Set(d, 1.0f), below));
}

HWY_INLINE Vec exp_of_square(Vec x) {
  const Tag d;
  return exp(d, hn::Mul(hn::Set(d, -0.5f), hn::Mul(x, x)));
}

HWY_INLINE Vec gelu(Vec x) {
  return hn::Mul(x, distribution(x, exp_of_square(x)));
}

HWY_INLINE Vec gelu_gradient(Vec x, Vec dy) {
  const Vec e = exp_of_square(x), slope = hn::Mul(hn::Set(Tag(), 0.398942280f), e);
  return hn::Mul(dy, hn::MulAdd(x, slope, distribution(x, e)));
}

void forward_row(const float* x, float* y, int64_t n) {
  const Tag d;
  constexpr auto kLanes = static_cast<int64_t>(hn::MaxLanes(d));
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) hn::StoreU(gelu(hn::LoadU(d, x + i)), d, y + i);
  if (i == n) return;
  HWY_ALIGN float lanes[kLanes] = {};
  for (int64_t j = i; j < n; ++j) lanes[j - i] = x[j];
  hn::Store(gelu(hn::Load(d, lanes)), d, lanes);
  for (int64_t j = i; j < n; ++j) y[j] = lanes[j - i];
}

void backward_row(const float* x, const float* dy, float* dx, int64_t n) {
  const Tag d;
  constexpr auto kLanes = static_cast<int64_t>(hn::MaxLanes(d));
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) hn::StoreU(gelu_gradient(hn::LoadU(d, x + i), hn::LoadU(d, dy + i)), d, dx + i);
  if (i == n) return;
  HWY_ALIGN float lanes[kLanes] = {}, grad[kLanes] = {};
  for (int64_t j = i; j < n; ++j) lanes[j - i] = x[j], grad[j - i] = dy[j];
  hn::Store(gelu_gradient(hn::Load(d, lanes), hn::Load(d, grad)), d, lanes);
  for (int64_t j = i; j < n; ++j) dx[j] = lanes[j - i];
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

void gelu_forward(Context& ctx, const View& x, const View& y) {
  const int64_t n = x.shape[1];
  for_each_row(ctx.pool(), x.shape[0], n, [&](int64_t m) {
    HWY_DYNAMIC_DISPATCH(forward_row)(row_of(x, m), row_of(y, m), n);
  });
}

void gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx) {
  const int64_t n = x.shape[1];
  for_each_row(ctx.pool(), x.shape[0], n, [&](int64_t m) {
    HWY_DYNAMIC_DISPATCH(backward_row)(row_of(x, m), row_of(dy, m), row_of(dx, m), n);
  });
}

}  // namespace undula::cpu
#endif
