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

#if HWY_TARGET <= HWY_AVX3

/// 2^(k / 16)
HWY_ALIGN constexpr float kPowersOfTwo[16] = {0x1p+0f,        0x1.0b5586p+0f, 0x1.172b84p+0f, 0x1.2387a6p+0f,
                                              0x1.306fep+0f,  0x1.3dea64p+0f, 0x1.4bfdaep+0f, 0x1.5ab07ep+0f,
                                              0x1.6a09e6p+0f, 0x1.7a1148p+0f, 0x1.8ace54p+0f, 0x1.9c4918p+0f,
                                              0x1.ae89fap+0f, 0x1.c199bep+0f, 0x1.d5818ep+0f, 0x1.ea4afap+0f};

/// 2^t taken apart as T (1 + fraction) 2^floor(n), n the multiple of 1/16 next to t and T = 2^(n - floor(n)), so that a
/// product with it rounds no factor near 1: see `decayed`.
template <class V>
struct Power {
  V fraction, T, n;
};

/// Adding 1.5 * 2^19 leaves 16 n in the last bits, of which the last four choose T from a table of one vector. `rest`
/// gives f = t - n. 2^f - 1 = f q(f), q of degree 2 fitted for |f| <= 1/32, good to 2e-9: with one table and three
/// terms this takes fewer operations than the polynomial of degree 5 that the other targets use.
template <class D, class V, class Rest>
HWY_INLINE Power<V> power_of(D d, V t, Rest&& rest) {
  const V magic = hn::Set(d, 0x1.8p19f), shifted = hn::Add(t, magic), n = hn::Sub(shifted, magic), f = rest(n);
  V q = hn::MulAdd(hn::Set(d, 0x1.c6a898p-5f), f, hn::Set(d, 0x1.ebfffap-3f));
  q = hn::MulAdd(q, f, hn::Set(d, 0x1.62e43p-1f));
  const V T{_mm512_permutexvar_ps(_mm512_castps_si512(shifted.raw), hn::Load(d, kPowersOfTwo).raw)};
  return {hn::Mul(q, f), T, n};
}

/// 2^(x y) for x y <= 0 (and up to 127).
template <class D, class V>
HWY_INLINE Power<V> power_of_product(D d, V x, V y) {
  const V t = hn::Mul(x, y);
  return power_of(d, t, [&](V n) HWY_ATTR { return hn::Sub(t, n); });
}

/// v 2^t. Exact at t = 0, never larger than v for t < 0, and accurate where 2^t would round to a neighbour of 1.
template <class V>
HWY_INLINE V decayed(V v, const Power<V>& power) {
  const V w = hn::Mul(v, power.T);
  return V{_mm512_scalef_ps(hn::MulAdd(w, power.fraction, w).raw, power.n.raw)};  // 2^floor(n)
}

/// 2^t
template <class D, class V>
HWY_INLINE V value_of(D, const Power<V>& power) {
  return V{_mm512_scalef_ps(hn::MulAdd(power.T, power.fraction, power.T).raw, power.n.raw)};
}

#else

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
  V fraction, power_of_n;
};

/// 2^t with n the integer next to t, which adding 1.5 * 2^23 leaves in the last bits; t >= -127, where 2^n becomes 0.
template <class D, class V, class Rest>
HWY_INLINE Power<V> power_of(D d, V t, Rest&& rest) {
  const V magic = hn::Set(d, 0x1.8p23f), shifted = hn::Add(t, magic);
  const hn::RebindToSigned<D> di;
  const auto exponent = hn::Add(hn::BitCast(di, shifted), hn::Set(di, 127));
  return {exp2_minus_one(d, rest(hn::Sub(shifted, magic))), hn::BitCast(d, hn::ShiftLeft<23>(exponent))};
}

/// 2^(x y) for x y <= 0 (and up to 127). Below -126 it goes to zero.
template <class D, class V>
HWY_INLINE Power<V> power_of_product(D d, V x, V y) {
  const V t = at_least(hn::Set(d, -127.0f), hn::Mul(x, y));
  return power_of(d, t, [&](V n) HWY_ATTR { return hn::Sub(t, n); });
}

/// v 2^t. Exact at t = 0, never larger than v for t < 0, and accurate where 2^t would round to a neighbour of 1.
template <class V>
HWY_INLINE V decayed(V v, const Power<V>& power) {
  return hn::Mul(hn::MulAdd(v, power.fraction, v), power.power_of_n);
}

/// 2^t
template <class D, class V>
HWY_INLINE V value_of(D d, const Power<V>& power) {
  return hn::Mul(hn::Add(power.fraction, hn::Set(d, 1.0f)), power.power_of_n);
}

#endif

/// e^x for x <= 87, relative error below 2e-7 + 2e-8 |x| (6e-8 |x| without fused multiply-add); below -87.3 it is
/// smaller than any normal number; NaN for NaN.
template <class D, class V>
HWY_INLINE V exp(D d, V x) {
  const V log2e = hn::Set(d, 0x1.715476p+0f), bounded = at_least(hn::Set(d, -88.0f), x);
  return value_of(d, power_of(d, hn::Mul(bounded, log2e), [&](V n) HWY_ATTR { return hn::MulSub(bounded, log2e, n); }));
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
