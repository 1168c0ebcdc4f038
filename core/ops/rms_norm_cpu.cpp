#include <algorithm>
#include <cmath>

#include "core/ops/rms_norm_impl.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/rms_norm_cpu.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// One row of n elements. Sums run over lanes that the instruction set fixes, so that a row's bits depend on that row
// only.
HWY_BEFORE_NAMESPACE();
namespace undula::cpu {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;

/// y_i = x_i r w_i; returns r = 1 / sqrt(mean(x^2) + eps)
float forward_row(const float* HWY_RESTRICT x, const float* HWY_RESTRICT w, float* y, int64_t n) {
  const Tag tag;
  const auto step = static_cast<int64_t>(hn::Lanes(tag));
  auto even = hn::Zero(tag), odd = hn::Zero(tag);
  int64_t i = 0;
  for (; i + 2 * step <= n; i += 2 * step) {
    const auto a = hn::LoadU(tag, x + i), b = hn::LoadU(tag, x + i + step);
    even = hn::MulAdd(a, a, even);
    odd = hn::MulAdd(b, b, odd);
  }
  float squares = hn::GetLane(hn::SumOfLanes(tag, hn::Add(even, odd)));
  for (; i < n; ++i) squares += x[i] * x[i];
  const float r = 1.0F / std::sqrt(squares / static_cast<float>(n) + static_cast<float>(kRmsNormEps));

  const auto scale = hn::Set(tag, r);
  for (i = 0; i + step <= n; i += step) {
    hn::StoreU(hn::Mul(hn::Mul(hn::LoadU(tag, x + i), scale), hn::LoadU(tag, w + i)), tag, y + i);
  }
  for (; i < n; ++i) y[i] = x[i] * r * w[i];
  return r;
}

/// dx_i = r (w_i dy_i - x_i r^2 mean(w dy x))
void input_gradient_row(const float* x, const float* w, float r, const float* dy, float* dx, int64_t n) {
  const Tag tag;
  const auto step = static_cast<int64_t>(hn::Lanes(tag));
  auto lanes = hn::Zero(tag);
  int64_t i = 0;
  for (; i + step <= n; i += step) {
    lanes = hn::MulAdd(hn::Mul(hn::LoadU(tag, w + i), hn::LoadU(tag, dy + i)), hn::LoadU(tag, x + i), lanes);
  }
  float dot = hn::GetLane(hn::SumOfLanes(tag, lanes));
  for (; i < n; ++i) dot += w[i] * dy[i] * x[i];
  const float factor = r * r * dot / static_cast<float>(n);

  const auto scale = hn::Set(tag, r), pull = hn::Set(tag, factor);
  for (i = 0; i + step <= n; i += step) {
    const auto along = hn::Mul(hn::LoadU(tag, w + i), hn::LoadU(tag, dy + i));
    hn::StoreU(hn::Mul(scale, hn::NegMulAdd(hn::LoadU(tag, x + i), pull, along)), tag, dx + i);
  }
  for (; i < n; ++i) dx[i] = r * (w[i] * dy[i] - x[i] * factor);
}

/// dw_i += dy_i x_i r
void weight_gradient_row(const float* x, float r, const float* dy, float* HWY_RESTRICT dw, int64_t n) {
  const Tag tag;
  const auto step = static_cast<int64_t>(hn::Lanes(tag));
  const auto scale = hn::Set(tag, r);
  int64_t i = 0;
  for (; i + step <= n; i += step) {
    const auto product = hn::Mul(hn::LoadU(tag, dy + i), hn::LoadU(tag, x + i));
    hn::StoreU(hn::MulAdd(product, scale, hn::LoadU(tag, dw + i)), tag, dw + i);
  }
  for (; i < n; ++i) dw[i] += dy[i] * x[i] * r;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {
namespace {

HWY_EXPORT(forward_row);
HWY_EXPORT(input_gradient_row);
HWY_EXPORT(weight_gradient_row);

constexpr int64_t kBlockRows = 64;  // whose weight gradients are summed before blocks are

const float* row(const View& view, int64_t m) {
  return view.as<float>() + m * view.strides[0];
}

}  // namespace

void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms) {
  if (ctx.planning()) return;
  const int64_t D = x.shape[1];
  ctx.pool().parallel_for(x.shape[0], 1 + 16384 / D, [&](int64_t begin, int64_t end) {
    for (int64_t m = begin; m < end; ++m) {
      float* out = y.as<float>() + m * y.strides[0];
      const float r = HWY_DYNAMIC_DISPATCH(forward_row)(row(x, m), w.as<float>(), out, D);
      if (inv_rms.present()) inv_rms.as<float>()[m] = r;
    }
  });
}

void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw) {
  const int64_t M = x.shape[0], D = x.shape[1], n_blocks = (M + kBlockRows - 1) / kBlockRows;
  ScratchScope scope(ctx);
  const View sums = dw.present() ? ctx.scratch({n_blocks, D}, DType::kF32) : View();
  if (ctx.planning()) return;
  ctx.pool().parallel_for(n_blocks, 1 + 256 / D, [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      float* sum = dw.present() ? sums.as<float>() + block * D : nullptr;
      if (sum != nullptr) std::fill_n(sum, D, 0.0F);
      for (int64_t m = block * kBlockRows; m < std::min(M, (block + 1) * kBlockRows); ++m) {
        const float r = inv_rms.as<float>()[m];
        if (sum != nullptr) HWY_DYNAMIC_DISPATCH(weight_gradient_row)(row(x, m), r, row(dy, m), sum, D);
        if (!dx.present()) continue;
        float* out = dx.as<float>() + m * dx.strides[0];
        HWY_DYNAMIC_DISPATCH(input_gradient_row)(row(x, m), w.as<float>(), r, row(dy, m), out, D);
      }
    }
  });
  if (!dw.present()) return;
  for (int64_t block = 0; block < n_blocks; ++block) {
    const float* sum = sums.as<float>() + block * D;
    for (int64_t i = 0; i < D; ++i) dw.as<float>()[i] += sum[i];
  }
}

}  // namespace undula::cpu
#endif
