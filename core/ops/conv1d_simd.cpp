#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/conv1d_simd.cpp"
#include <hwy/foreach_target.h>

#include "core/cpu/simd_exp-inl.h"
#include "core/ops/conv1d_kernels.h"

// Channels lie in the lanes, row by row:
//   p_s = bias + sum_k w[k] x_{s - K + 1 + k},  y = silu(p)
//   dp_s = dy silu'(p_s),  dw[k] += x_{s - K + 1 + k} dp_s,  dx_i = sum_s w[i - s + K - 1] dp_s
// The last K rows of dp are kept, so that dx is summed in one order wherever a row is cut.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

using cpu::Conv1dTask;
using cpu::Track;
using Tag = hn::ScalableTag<float>;
using Vec = hn::Vec<Tag>;
constexpr int64_t kLanes = static_cast<int64_t>(hn::MaxLanes(Tag()));

/// Channels [e, e + live), at most one vector of them, of an array that ends with them; the other lanes are 0.
HWY_INLINE Vec load(const float* from, int64_t live) {
  if (HWY_LIKELY(live >= kLanes)) return hn::LoadU(Tag(), from);
  HWY_ALIGN float lanes[kLanes] = {};
  for (int64_t i = 0; i < live; ++i) lanes[i] = from[i];
  return hn::Load(Tag(), lanes);
}

HWY_INLINE void store(Vec v, float* to, int64_t live) {
  if (HWY_LIKELY(live >= kLanes)) return hn::StoreU(v, Tag(), to);
  HWY_ALIGN float lanes[kLanes];
  hn::Store(v, Tag(), lanes);
  for (int64_t i = 0; i < live; ++i) to[i] = lanes[i];
}

/// Calls f(e, live) for every vector of E channels, the last one perhaps narrower.
template <class F>
HWY_INLINE void for_each_vector(int64_t E, F&& f) {
  int64_t e = 0;
  for (; e + kLanes <= E; e += kLanes) f(e, kLanes);
  if (e < E) f(e, E - e);
}

/// A row that is `from` (null: zeros) plus products of rows, element by element, taken four at a time.
class RowSum {
 public:
  RowSum(const float* from, int64_t E, float* to) : from_(from), E_(E), to_(to) {}

  void add(const float* a, const float* b) {
    if (count_ == kMost) flush<kMost>();
    a_[count_] = a;
    b_[count_++] = b;
  }

  /// The sum is complete after this.
  void finish() {
    if (count_ == 4) return flush<4>();
    if (count_ == 3) return flush<3>();
    if (count_ == 2) return flush<2>();
    if (count_ == 1) return flush<1>();
    if (from_ != to_) flush<0>();
  }

 private:
  static constexpr int kMost = 4;

  template <int kCount>
  HWY_NOINLINE void flush() {
    const float *a0 = a_[0], *a1 = a_[1], *a2 = a_[2], *a3 = a_[3];
    const float *b0 = b_[0], *b1 = b_[1], *b2 = b_[2], *b3 = b_[3];
    for_each_vector(E_, [&](int64_t e, int64_t live) HWY_ATTR {
      Vec sum = from_ ? load(from_ + e, live) : hn::Zero(Tag());
      if constexpr (kCount > 0) sum = hn::MulAdd(load(a0 + e, live), load(b0 + e, live), sum);
      if constexpr (kCount > 1) sum = hn::MulAdd(load(a1 + e, live), load(b1 + e, live), sum);
      if constexpr (kCount > 2) sum = hn::MulAdd(load(a2 + e, live), load(b2 + e, live), sum);
      if constexpr (kCount > 3) sum = hn::MulAdd(load(a3 + e, live), load(b3 + e, live), sum);
      store(sum, to_ + e, live);
    });
    from_ = to_;
    count_ = 0;
  }

  const float *a_[kMost] = {}, *b_[kMost] = {};
  int count_ = 0;
  const float* from_;
  int64_t E_;
  float* to_;
};

/// Calls f(row, k) for the inputs that a step sees, k their tap, oldest first.
template <class F>
HWY_INLINE void for_each_input(const Conv1dTask& task, int64_t step, F&& f) {
  int64_t i = task.first_seen(step), k = i - step + task.K - 1;
  for (; i < HWY_MIN(0, step + 1); ++i, ++k) {
    if (task.tail.first) f(task.tail.at(i + task.K - 1), k);
  }
  for (; i <= step; ++i, ++k) f(task.x.at(i), k);
}

/// p of one step.
void convolve(const Conv1dTask& task, int64_t step, float* p) {
  RowSum sum(task.bias, task.E, p);
  for_each_input(task, step, [&](const float* row, int64_t k) { sum.add(row, task.w + k * task.padded); });
  sum.finish();
}

void forward_task(const cpu::Conv1dForward& task) {
  const Tag d;
  for (int64_t step = task.begin; step < task.end; ++step) {
    float* y = task.y.at(step);
    convolve(task, step, y);
    for_each_vector(task.E, [&](int64_t e, int64_t live) HWY_ATTR {
      const Vec p = load(y + e, live);
      store(hn::Mul(p, sigmoid(d, exp_for_sigmoid(d, p))), y + e, live);
    });
  }
}

/// dp of one step, into its place; adds to dw and dbias where the step is the task's own.
void add_step(const cpu::Conv1dBackward& task, int64_t step) {
  const Tag d;
  const Vec one = hn::Set(d, 1.0f);
  const float* dy = task.dy.at(step);
  float* dp = task.dp + step % task.K * task.padded;
  convolve(task, step, dp);
  for_each_vector(task.E, [&](int64_t e, int64_t live) HWY_ATTR {
    const Vec p = load(dp + e, live), s = sigmoid(d, exp_for_sigmoid(d, p));
    store(hn::Mul(load(dy + e, live), hn::Mul(s, hn::MulAdd(p, hn::Sub(one, s), one))), dp + e, live);
  });
  if (step < task.begin || step >= task.end) return;
  for_each_vector(task.E, [&](int64_t e, int64_t live) HWY_ATTR {
    store(hn::Add(load(task.dbias + e, live), load(dp + e, live)), task.dbias + e, live);
  });
  for_each_input(task, step, [&](const float* row, int64_t k) {
    float* dw = task.dw + k * task.padded;
    RowSum sum(dw, task.E, dw);
    sum.add(row, dp);
    sum.finish();
  });
}

/// The gradient of input i, once all steps that see it have their dp.
void write_input(const cpu::Conv1dBackward& task, int64_t i) {
  float* to = i >= 0 ? task.dx.at(i) : task.dtail_in.first ? task.dtail_in.at(i + task.K - 1) : nullptr;
  if (!to) return;
  // Steps [begin, end) see it; past a record's start none does, nor does the outgoing tail.
  const int64_t begin = HWY_MAX(i, 0);
  int64_t end = begin;
  while (end < HWY_MIN(i + task.K, task.length) && !(end > i && task.starts.at(end))) ++end;
  const int64_t in_tail = i - task.length + task.K - 1;
  const bool seen_by_tail = end == task.length && in_tail >= 0 && task.dtail_out.first;
  RowSum sum(seen_by_tail ? task.dtail_out.at(in_tail) : nullptr, task.E, to);
  for (int64_t step = begin; step < end; ++step) {
    sum.add(task.w + (i - step + task.K - 1) * task.padded, task.dp + step % task.K * task.padded);
  }
  sum.finish();
}

void backward_task(const cpu::Conv1dBackward& task) {
  int64_t step = HWY_MAX(task.inputs_begin, 0);
  for (int64_t i = task.inputs_begin; i < task.inputs_end; ++i) {
    for (; step < HWY_MIN(i + task.K, task.length); ++step) add_step(task, step);
    write_input(task, i);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(forward_task);
HWY_EXPORT(backward_task);

void conv1d_forward_task(const Conv1dForward& task) {
  HWY_DYNAMIC_DISPATCH(forward_task)(task);
}
void conv1d_backward_task(const Conv1dBackward& task) {
  HWY_DYNAMIC_DISPATCH(backward_task)(task);
}

}  // namespace undula::cpu
#endif
