// Sine and cosine, and the exponential of complex numbers, for vectors of float. Included once per target (Highway's
// foreach_target).
#if defined(UNDULA_CORE_CPU_SIMD_TURN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef UNDULA_CORE_CPU_SIMD_TURN_INL_H_
#undef UNDULA_CORE_CPU_SIMD_TURN_INL_H_
#else
#define UNDULA_CORE_CPU_SIMD_TURN_INL_H_
#endif

#include "core/cpu/simd_exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {

/// One complex number of each lane.
template <class V>
struct Complex {
  V re, im;
};

/// cos and sin of x y quarter turns, |x y| < 2^22, as real and imaginary part. The product is taken apart into the next
/// whole number n of quarters, which adding 1.5 * 2^23 leaves in the last bits, and a rest f that is exact but for one
/// rounding where multiply-adds are fused (else off by 6e-8 |x y|). For |f| <= 1/2 the polynomials are those of the
/// Cephes library (Moshier 1984), good to 1e-7.
template <class D, class V>
HWY_INLINE Complex<V> turned(D d, V x, V y) {
  const hn::RebindToSigned<D> di;
  const V magic = hn::Set(d, 0x1.8p23f), shifted = hn::Add(hn::Mul(x, y), magic);
  const V f = hn::MulSub(x, y, hn::Sub(shifted, magic)), f2 = hn::Mul(f, f);
  V sine = hn::MulAdd(hn::Set(d, -0.004604837f), f2, hn::Set(d, 0.07968141f));
  sine = hn::MulAdd(sine, f2, hn::Set(d, -0.64596363f));
  sine = hn::Mul(hn::MulAdd(sine, f2, hn::Set(d, 1.5707963f)), f);
  V cosine = hn::MulAdd(hn::Set(d, 0.0009056046f), f2, hn::Set(d, -0.020861118f));
  cosine = hn::MulAdd(cosine, f2, hn::Set(d, 0.25366938f));
  cosine = hn::MulAdd(cosine, f2, hn::Set(d, -1.2337006f));
  cosine = hn::MulAdd(cosine, f2, hn::Set(d, 1.0f));
  const auto n = hn::BitCast(di, shifted), two = hn::Set(di, 2), one = hn::Set(di, 1);
  const auto odd = hn::RebindMask(d, hn::TestBit(n, one));
  const auto minus_sine = hn::BitCast(d, hn::ShiftLeft<30>(hn::And(n, two)));
  const auto minus_cosine = hn::BitCast(d, hn::ShiftLeft<30>(hn::And(hn::Add(n, one), two)));
  return {hn::Xor(hn::IfThenElse(odd, sine, cosine), minus_cosine),
          hn::Xor(hn::IfThenElse(odd, cosine, sine), minus_sine)};
}

/// 2^(x rate) turned by x quarters quarter turns.
template <class D, class V>
HWY_INLINE Complex<V> complex_power(D d, V x, V rate, V quarters) {
  const V size = value_of(d, power_of_product(d, x, rate));
  const Complex<V> turn = turned(d, x, quarters);
  return {hn::Mul(size, turn.re), hn::Mul(size, turn.im)};
}

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#endif
