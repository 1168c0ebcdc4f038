// Exponentials and what is built of them, for vectors of float. Included once per target (Highway's foreach_target).
#if defined(UNDULA_CORE_CPU_SIMD_EXP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef UNDULA_CORE_CPU_SIMD_EXP_INL_H_
#undef UNDULA_CORE_CPU_SIMD_EXP_INL_H_
#else
#define UNDULA_CORE_CPU_SIMD_EXP_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The larger of the two; NaN where x is.
template <class V>
HWY_INLINE V at_least(V low, V x) {
#if HWY_TARGET == HWY_SCALAR
  return hn::IfThenElse(hn::Lt(x, low), low, x);
#else
  return hn::Max(low, x);  // the instruction gives its second operand where either is NaN
#endif
}

/// 2^f - 1 = f q(f) for f in [-1/2, 1/2], q of degree 4 fitted (Remez exchange, then a search over neighbouring floats)
/// so that 1 + f q(f), evaluated in fp32, is within 1.5e-7 of 2^f. Zero at zero and never positive below it.
template <class D, class V>
HWY_INLINE V exp2_minus_one(D d, V f) {
  V q = hn::MulAdd(hn::Set(d, 0x1.5bba14p-10f), f, hn::Set(d, 0x1.3cea98p-7f));
  q = hn::MulAdd(q, f, hn::Set(d, 0x1.c6b746p-5f));
  q = hn::MulAdd(q, f, hn::Set(d, 0x1.ebf9bcp-3f));
  q = hn::MulAdd(q, f, hn::Set(d, 0x1.62e42ap-1f));
  return hn::Mul(q, f);
}

/// 2^t taken apart as (1 + fraction) 2^n, so that a product with it rounds no factor near 1: see `decayed`.
template <class V>
struct Power {
  V fraction;  ///< 2^(t - n) - 1
  V n;         ///< AVX-512: n itself; else 2^n
};

/// 2^(x y) for x y <= 0 (and up to 127). Below -126 it goes to zero.
template <class D, class V>
HWY_INLINE Power<V> power_of_product(D d, V x, V y) {
#if HWY_TARGET <= HWY_AVX3
  const V t = hn::Mul(x, y), n = hn::Round(t);
  return {exp2_minus_one(d, hn::Sub(t, n)), n};
#else
  // Adding 1.5 * 2^23 leaves the rounded integer in the low bits.
  const V magic = hn::Set(d, 0x1.8p23f);
  const V t = at_least(hn::Set(d, -127.0f), hn::Mul(x, y));
  const V shifted = hn::Add(t, magic);
  const hn::RebindToSigned<D> di;
  const auto exponent = hn::Add(hn::BitCast(di, shifted), hn::Set(di, 127));
  const V power = hn::BitCast(d, hn::ShiftLeft<23>(exponent));
  return {exp2_minus_one(d, hn::Sub(t, hn::Sub(shifted, magic))), power};
#endif
}

/// v 2^n
template <class V>
HWY_INLINE V scaled(V v, V n) {
#if HWY_TARGET <= HWY_AVX3
  return V{_mm512_scalef_ps(v.raw, n.raw)};
#else
  return hn::Mul(v, n);
#endif
}

/// v 2^t. Exact at t = 0, never larger than v for t < 0, and accurate where 2^t would round to a neighbour of 1.
template <class V>
HWY_INLINE V decayed(V v, const Power<V>& power) {
  return scaled(hn::MulAdd(v, power.fraction, v), power.n);
}

/// 2^t
template <class D, class V>
HWY_INLINE V value_of(D d, const Power<V>& power) {
  return scaled(hn::Add(power.fraction, hn::Set(d, 1.0f)), power.n);
}

/// e^x for x <= 88, relative error below 2e-7 + 2e-8 |x| (6e-8 |x| without fused multiply-add); below -87.3 it is
/// smaller than any normal number; NaN for NaN.
template <class D, class V>
HWY_INLINE V exp(D d, V x) {
  const V log2e = hn::Set(d, 0x1.715476p+0f);
  x = at_least(hn::Set(d, -88.0f), x);
  const V n = hn::Round(hn::Mul(x, log2e));
  const V p = hn::Add(exp2_minus_one(d, hn::MulSub(x, log2e, n)), hn::Set(d, 1.0f));
#if HWY_TARGET <= HWY_AVX3
  return scaled(p, n);
#else
  const hn::RebindToSigned<D> di;
  const auto exponent = hn::Add(hn::ConvertTo(di, n), hn::Set(di, 127));
  return hn::Mul(p, hn::BitCast(d, hn::ShiftLeft<23>(exponent)));
#endif
}

/// 1 / x for x in [1, 1e38], relative error below 2e-7: an estimate and one step of Newton's.
template <class D, class V>
HWY_INLINE V reciprocal(D d, V x) {
  const V r = hn::ApproximateReciprocal(x);
  return hn::Mul(r, hn::NegMulAdd(x, r, hn::Set(d, 2.0f)));
}

// What follows is split at its exponential: a loop of `exp` over a few hundred floats and a loop of the rest run faster
// than one loop of both, whose chain of dependent operations is longer than a processor looks ahead.

/// The argument's part of `sigmoid`: e^-x, bounded.
template <class D, class V>
HWY_INLINE V exp_for_sigmoid(D d, V x) {
  return exp(d, hn::Neg(at_least(hn::Set(d, -87.0f), x)));
}

/// 1 / (1 + e^-x) from exp_for_sigmoid(x).
template <class D, class V>
HWY_INLINE V sigmoid(D d, V e) {
  return reciprocal(d, hn::Add(e, hn::Set(d, 1.0f)));
}

/// The argument's part of `softplus`: e^-|x|.
template <class D, class V>
HWY_INLINE V exp_for_softplus(D d, V x) {
  return exp(d, hn::Neg(hn::Abs(x)));
}

/// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|) from e = exp_for_softplus(x); the logarithm as e p(e), p of degree 8
/// fitted on [0, 1] (3e-8), summed as a tree.
template <class D, class V>
HWY_INLINE V softplus(D d, V x, V e) {
  const V e2 = hn::Mul(e, e), e4 = hn::Mul(e2, e2);
  const auto pair = [&](float low, float high) HWY_ATTR { return hn::MulAdd(hn::Set(d, high), e, hn::Set(d, low)); };
  const V p01 = pair(0.9999999698795746f, -0.499994931403166f), p23 = pair(0.3331909680383385f, -0.24842982186240645f);
  const V p45 = pair(0.19106006663141134f, -0.13663245605665897f);
  const V p67 = pair(0.07822594983085368f, -0.029505237613239275f);
  const V p678 = hn::MulAdd(hn::Set(d, 0.005232693993125901f), e2, p67);
  const V p = hn::MulAdd(hn::MulAdd(p678, e2, p45), e4, hn::MulAdd(p23, e2, p01));
  return hn::MulAdd(p, e, hn::Max(hn::Zero(d), x));
}

/// The derivative of softplus, 1 / (1 + e^-x), from the same e.
template <class D, class V>
HWY_INLINE V softplus_derivative(D d, V x, V e) {
  const V one = hn::Set(d, 1.0f);
  return hn::Mul(hn::IfThenElse(hn::Lt(x, hn::Zero(d)), e, one), reciprocal(d, hn::Add(e, one)));
}

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#endif
