// The scan of complex A: tiles of states for its forward and backward kernels, and the sums over lanes that real and
// complex tiles share. Included once per target (Highway's foreach_target).
#if defined(UNDULA_CORE_OPS_SELECTIVE_SCAN_COMPLEX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef UNDULA_CORE_OPS_SELECTIVE_SCAN_COMPLEX_INL_H_
#undef UNDULA_CORE_OPS_SELECTIVE_SCAN_COMPLEX_INL_H_
#else
#define UNDULA_CORE_OPS_SELECTIVE_SCAN_COMPLEX_INL_H_
#endif

#include "core/cpu/simd_turn-inl.h"
#include "core/ops/selective_scan_simd-inl.h"

// With a_t = exp(dt_t A), states side by side as real and imaginary part, two rows each:
//   forward:  h <- a h + dt u B,  y += 2 Re(C h)
//   reverse:  g += 2 conj(C) ds,  dC += 2 conj(h) ds, as (re, im) of C,  dB += dt u g,  Bg += Re(conj(B) g),
//             g <- conj(a) g,  p = conj(h_before) g,  Ap += Re(conj(A) p),  dA += dt p
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {

constexpr float kQuartersPerRadian = 0.636619772f;

// States whose lanes are added at once: see `folded`.
constexpr int kFold = HWY_TARGET == HWY_SCALAR ? 1 : 4;
constexpr int folds_of(int states) {
  return (states + kFold - 1) / kFold;
}

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE Vec folded(Vec a, Vec, Vec, Vec) {
  return a;
}

HWY_INLINE Vec unfolded(Tag, Vec v) {
  return v;
}

#else

/// Adds lanes, in part, for four states at once: every 128 bits of the result hold one share of each state's sum.
HWY_INLINE Vec folded(Vec a, Vec b, Vec c, Vec e) {
  const Tag d;
  const hn::Repartition<double, Tag> wide;
  const auto ab = hn::BitCast(wide, hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b)));
  const auto ce = hn::BitCast(wide, hn::Add(hn::InterleaveLower(d, c, e), hn::InterleaveUpper(d, c, e)));
  return hn::Add(hn::BitCast(d, hn::InterleaveLower(wide, ab, ce)), hn::BitCast(d, hn::InterleaveUpper(wide, ab, ce)));
}

/// Adds the 128-bit parts of a folded vector.
template <class D, class V>
HWY_INLINE auto unfolded(D, V v) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return v;
  } else {
    const hn::Half<D> half;
    return unfolded(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  }
}

#endif

/// Adds the lanes' shares of up to four states to their folds.
template <int kStates>
HWY_INLINE void add_folded(Vec v0, Vec v1, Vec v2, Vec v3, float* HWY_RESTRICT to) {
  const Tag d;
  hn::Store(hn::Add(hn::Load(d, to), folded(v0, v1, v2, v3)), d, to);
  if constexpr (kFold == 1 && kStates > 1) hn::Store(hn::Add(hn::Load(d, to + kLanes), v1), d, to + kLanes);
}

/// a h + x
HWY_INLINE Complex<Vec> moved(const Complex<Vec>& a, const Complex<Vec>& h, const Complex<Vec>& x) {
  return {hn::NegMulAdd(a.im, h.im, hn::MulAdd(a.re, h.re, x.re)),
          hn::MulAdd(a.im, h.re, hn::MulAdd(a.re, h.im, x.im))};
}

HWY_INLINE Complex<Vec> load_complex(const float* from) {
  return {hn::Load(Tag(), from), hn::Load(Tag(), from + kLanes)};
}

HWY_INLINE void store_complex(const Complex<Vec>& v, float* to) {
  hn::Store(v.re, Tag(), to);
  hn::Store(v.im, Tag(), to + kLanes);
}

HWY_INLINE Complex<Vec> zero_complex() {
  return {hn::Zero(Tag()), hn::Zero(Tag())};
}

/// exp(dt A) of the state whose rates are at A2.
HWY_INLINE Complex<Vec> complex_decay(Vec dt, const float* A2) {
  return complex_power(Tag(), dt, hn::Load(Tag(), A2), hn::Load(Tag(), A2 + kLanes));
}

/// factor (B_n + i B_{n+1}) of a row of B.
HWY_INLINE Complex<Vec> input_of(Vec factor, const float* B) {
  return {hn::Mul(factor, hn::Set(Tag(), B[0])), hn::Mul(factor, hn::Set(Tag(), B[1]))};
}

/// sum += C h, real part
HWY_INLINE void add_real_product(const float* C, const Complex<Vec>& h, Vec& sum) {
  const Tag d;
  sum = hn::NegMulAdd(hn::Set(d, C[1]), h.im, hn::MulAdd(hn::Set(d, C[0]), h.re, sum));
}

// The states of a tile are named, not indexed: g++ keeps an indexed array of vectors in memory.
#define UNDULA_FOR_PAIRS(DO) DO(0) DO(1) DO(2) DO(3)

/// `steps` steps of kPairs complex states, at most four at a time; arguments as in forward_tile.
template <int kPairs, bool kOutput>
HWY_NOINLINE void complex_forward_tile(int64_t steps, const float* HWY_RESTRICT A2, float* HWY_RESTRICT h,
                                       const float* HWY_RESTRICT dt, const float* HWY_RESTRICT u, Track B, Track C,
                                       float* HWY_RESTRICT y, bool first, Ahead ahead) {
  static_assert(kPairs <= 4);
  const Tag d;
#define UNDULA_LOAD(p)                \
  Complex<Vec> h##p = zero_complex(); \
  if constexpr (p < kPairs) h##p = load_complex(h + 2 * p * kLanes);
  UNDULA_FOR_PAIRS(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = 0; step < steps; ++step) {
    const int64_t i = step * kLanes;
    ahead.fetch();
    const Vec dt_t = hn::Load(d, dt + i), dtu = hn::Mul(dt_t, hn::Load(d, u + i));
    const float *B_t = B.at(step), *C_t = kOutput ? C.at(step) : nullptr;
    Vec sum0 = hn::Zero(d), sum1 = hn::Zero(d);
#define UNDULA_STEP(p)                                                                        \
  if constexpr (p < kPairs) {                                                                 \
    h##p = moved(complex_decay(dt_t, A2 + 2 * p * kLanes), h##p, input_of(dtu, B_t + 2 * p)); \
    if constexpr (kOutput) add_real_product(C_t + 2 * p, h##p, p % 2 ? sum1 : sum0);          \
  }
    UNDULA_FOR_PAIRS(UNDULA_STEP)
#undef UNDULA_STEP
    if constexpr (kOutput) {
      const Vec before = first ? hn::Zero(d) : hn::Load(d, y + i);
      hn::Store(hn::MulAdd(hn::Set(d, 2.0f), hn::Add(sum0, sum1), before), d, y + i);
    }
  }
#define UNDULA_STORE(p) \
  if constexpr (p < kPairs) store_complex(h##p, h + 2 * p * kLanes);
  UNDULA_FOR_PAIRS(UNDULA_STORE)
#undef UNDULA_STORE
}

/// Steps of one record, one block, kPairs complex states; arguments as in recompute_tile.
template <int kPairs>
HWY_NOINLINE void complex_recompute_tile(int64_t steps, const float* HWY_RESTRICT A2, const float* HWY_RESTRICT before,
                                         const float* HWY_RESTRICT dt, const float* HWY_RESTRICT u, Track B, Track C,
                                         float* HWY_RESTRICT h, float* HWY_RESTRICT a, float* HWY_RESTRICT s,
                                         Ahead ahead) {
  static_assert(kPairs <= 4);
  const Tag d;
#define UNDULA_LOAD(p)                \
  Complex<Vec> h##p = zero_complex(); \
  if constexpr (p < kPairs) h##p = load_complex(before + 2 * p * kLanes);
  UNDULA_FOR_PAIRS(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = 0; step < steps; ++step) {
    const int64_t i = step * kLanes;
    ahead.fetch();
    const Vec dt_t = hn::Load(d, dt + i), dtu = hn::Mul(dt_t, hn::Load(d, u + i));
    const float *B_t = B.at(step), *C_t = C.at(step);
    float *h_t = h + i * 2 * kPairs, *a_t = a + i * 2 * kPairs;
    Vec sum0 = hn::Zero(d), sum1 = hn::Zero(d);
#define UNDULA_STEP(p)                                                  \
  if constexpr (p < kPairs) {                                           \
    const Complex<Vec> kept = complex_decay(dt_t, A2 + 2 * p * kLanes); \
    h##p = moved(kept, h##p, input_of(dtu, B_t + 2 * p));               \
    store_complex(kept, a_t + 2 * p * kLanes);                          \
    store_complex(h##p, h_t + 2 * p * kLanes);                          \
    add_real_product(C_t + 2 * p, h##p, p % 2 ? sum1 : sum0);           \
  }
    UNDULA_FOR_PAIRS(UNDULA_STEP)
#undef UNDULA_STEP
    hn::Store(hn::MulAdd(hn::Set(d, 2.0f), hn::Add(sum0, sum1), hn::Load(d, s + i)), d, s + i);
  }
}

/// What a step back gives to one complex state: its shares of dB and dC, and what it adds to sums and gradients.
struct PairShare {
  Complex<Vec> B, C;
};

struct StepBack {
  Vec dt, dtu, ds2;  ///< ds2 = 2 ds
};

/// One step back of one state: h (after the step, then before), g, dA as in complex_reverse_tile.
HWY_INLINE PairShare step_back(const StepBack& now, const float* B, const float* C, const float* A2, const float* a,
                               const float* h_before, Complex<Vec>& h, Complex<Vec>& g, Complex<Vec>& dA, Vec& sum_Bg,
                               Vec& sum_Ap) {
  const Tag d;
  PairShare share;
  share.C = {hn::Mul(h.re, now.ds2), hn::Neg(hn::Mul(h.im, now.ds2))};
  g = {hn::MulAdd(hn::Set(d, C[0]), now.ds2, g.re), hn::NegMulAdd(hn::Set(d, C[1]), now.ds2, g.im)};
  share.B = {hn::Mul(now.dtu, g.re), hn::Mul(now.dtu, g.im)};
  sum_Bg = hn::MulAdd(hn::Set(d, B[1]), g.im, hn::MulAdd(hn::Set(d, B[0]), g.re, sum_Bg));
  const Complex<Vec> kept = load_complex(a);
  g = {hn::MulAdd(kept.im, g.im, hn::Mul(kept.re, g.re)), hn::NegMulAdd(kept.im, g.re, hn::Mul(kept.re, g.im))};
  h = load_complex(h_before);
  const Vec p_re = hn::MulAdd(h.im, g.im, hn::Mul(h.re, g.re)), p_im = hn::NegMulAdd(h.im, g.re, hn::Mul(h.re, g.im));
  // The rows of A2 are scaled by log2(e) and 2/pi, and the sum will be multiplied by log(2).
  const Vec turn = hn::Mul(hn::Load(d, A2 + kLanes), hn::Set(d, 1.44269504f / kQuartersPerRadian));
  sum_Ap = hn::MulAdd(turn, p_im, hn::MulAdd(hn::Load(d, A2), p_re, sum_Ap));
  dA = {hn::MulAdd(now.dt, p_re, dA.re), hn::MulAdd(now.dt, p_im, dA.im)};
  return share;
}

/// The same steps, last to first; arguments as in reverse_tile.
template <int kPairs>
HWY_NOINLINE void complex_reverse_tile(int64_t steps, const float* HWY_RESTRICT A2, const float* HWY_RESTRICT before,
                                       const float* HWY_RESTRICT dt, const float* HWY_RESTRICT u,
                                       const float* HWY_RESTRICT ds, Track B, Track C, const float* HWY_RESTRICT h,
                                       const float* HWY_RESTRICT a, float* HWY_RESTRICT g, float* HWY_RESTRICT dA,
                                       float* HWY_RESTRICT dB, float* HWY_RESTRICT dC, float* HWY_RESTRICT Bg,
                                       float* HWY_RESTRICT Ap) {
  static_assert(kPairs <= 4);
  const Tag d;
  const float* last = h + (steps - 1) * 2 * kPairs * kLanes;
#define UNDULA_LOAD(p)                                                               \
  Complex<Vec> h##p = zero_complex(), g##p = zero_complex(), dA##p = zero_complex(); \
  if constexpr (p < kPairs) {                                                        \
    h##p = load_complex(last + 2 * p * kLanes);                                      \
    g##p = load_complex(g + 2 * p * kLanes);                                         \
    dA##p = load_complex(dA + 2 * p * kLanes);                                       \
  }
  UNDULA_FOR_PAIRS(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = steps - 1; step >= 0; --step) {
    const int64_t i = step * kLanes;
    const Vec dt_t = hn::Load(d, dt + i), ds_t = hn::Load(d, ds + i);
    const StepBack now{dt_t, hn::Mul(dt_t, hn::Load(d, u + i)), hn::Add(ds_t, ds_t)};
    const float *B_t = B.at(step), *C_t = C.at(step), *a_t = a + i * 2 * kPairs;
    const float* h_before = step > 0 ? h + (i - kLanes) * 2 * kPairs : before;
    float *dB_t = dB + i * folds_of(2 * kPairs), *dC_t = dC + i * folds_of(2 * kPairs);
    Vec sum_Bg = hn::Load(d, Bg + i), sum_Ap = hn::Load(d, Ap + i);
#define UNDULA_STEP(p)                                                                             \
  PairShare share##p{zero_complex(), zero_complex()};                                              \
  if constexpr (p < kPairs)                                                                        \
    share##p = step_back(now, B_t + 2 * p, C_t + 2 * p, A2 + 2 * p * kLanes, a_t + 2 * p * kLanes, \
                         h_before + 2 * p * kLanes, h##p, g##p, dA##p, sum_Bg, sum_Ap);
    UNDULA_STEP(0)
    UNDULA_STEP(1)
    add_folded<2 * kPairs>(share0.B.re, share0.B.im, share1.B.re, share1.B.im, dB_t);
    add_folded<2 * kPairs>(share0.C.re, share0.C.im, share1.C.re, share1.C.im, dC_t);
    if constexpr (kPairs > 2) {
      UNDULA_STEP(2)
      UNDULA_STEP(3)
      add_folded<2 * kPairs - 4>(share2.B.re, share2.B.im, share3.B.re, share3.B.im, dB_t + kLanes);
      add_folded<2 * kPairs - 4>(share2.C.re, share2.C.im, share3.C.re, share3.C.im, dC_t + kLanes);
    }
#undef UNDULA_STEP
    hn::Store(sum_Bg, d, Bg + i);
    hn::Store(sum_Ap, d, Ap + i);
  }
#define UNDULA_STORE(p)                        \
  if constexpr (p < kPairs) {                  \
    store_complex(g##p, g + 2 * p * kLanes);   \
    store_complex(dA##p, dA + 2 * p * kLanes); \
  }
  UNDULA_FOR_PAIRS(UNDULA_STORE)
#undef UNDULA_STORE
}
#undef UNDULA_FOR_PAIRS

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#endif
