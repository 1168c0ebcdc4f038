#include "core/ops/dropout_impl.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/dropout_cpu.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace undula::cpu {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

void dropout_position(const float* x, uint64_t position_bits, uint32_t drop_below, float scale, float* y, int64_t C) {
  const hn::CappedTag<float, 16> tag;
  const hn::RebindToUnsigned<decltype(tag)> bits_tag;
  const auto n = static_cast<int64_t>(hn::Lanes(tag));
  const auto low = hn::Set(bits_tag, static_cast<uint32_t>(position_bits));
  const auto high = hn::Set(bits_tag, static_cast<uint32_t>(position_bits >> 32));
  const auto first = hn::Iota(bits_tag, 0);
  const auto limit = hn::Set(bits_tag, drop_below);
  const auto factor = hn::Set(tag, scale);
  int64_t c = 0;
  for (; c + n <= C; c += n) {  // dropout_bits of n channels
    const auto channels = hn::Add(first, hn::Set(bits_tag, static_cast<uint32_t>(c)));
    auto h = hn::Add(hn::Mul(channels, hn::Set(bits_tag, 0x9e3779b9U)), low);
    h = hn::Mul(hn::Xor(h, hn::ShiftRight<16>(h)), hn::Set(bits_tag, 0x7feb352dU));
    h = hn::Xor(h, high);
    h = hn::Mul(hn::Xor(h, hn::ShiftRight<15>(h)), hn::Set(bits_tag, 0x846ca68bU));
    h = hn::Xor(h, hn::ShiftRight<16>(h));
    const auto drop = hn::RebindMask(tag, hn::Lt(h, limit));
    hn::StoreU(hn::IfThenZeroElse(drop, hn::Mul(hn::LoadU(tag, x + c), factor)), tag, y + c);
  }
  for (; c < C; ++c) {
    y[c] = dropout_bits(position_bits, static_cast<uint32_t>(c)) >= drop_below ? x[c] * scale : 0.0F;
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(dropout_position);

void dropout_position(const float* x, uint64_t position_bits, uint32_t drop_below, float scale, float* y, int64_t C) {
  HWY_DYNAMIC_DISPATCH(dropout_position)(x, position_bits, drop_below, scale, y, C);
}

}  // namespace undula::cpu
#endif
