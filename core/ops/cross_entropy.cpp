#include "core/ops/cross_entropy.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

constexpr int64_t kBlockRows = 64;

int64_t blocks_of(int64_t n_rows) {
  return (n_rows + kBlockRows - 1) / kBlockRows;
}

/// Offset in elements of the i-th element of a view in row-major order, whatever its strides.
int64_t offset_of(const View& view, int64_t i) {
  int64_t offset = 0;
  for (int axis = view.shape.rank() - 1; axis >= 0; --axis) {
    offset += i % view.shape[axis] * view.strides[axis];
    i /= view.shape[axis];
  }
  return offset;
}

/// The rows of one call: logits (M, C), and what each row's target and weight are. T is float or double; sums and
/// exponentials are float64 for both.
template <class T>
struct Problem {
  const View& logits;
  const View& targets;
  const View& class_weights;
  const View& row_weights;

  int64_t classes() const { return logits.shape[1]; }
  const T* row(int64_t m) const { return logits.as<T>() + m * logits.strides[0]; }
  int64_t target(int64_t m) const {
    const int64_t target = targets.as<int32_t>()[offset_of(targets, m)];
    require(target < classes(), "cross_entropy",
            "target of row " + std::to_string(m) + "; got " + std::to_string(target) + ", want below " +
                std::to_string(classes()));
    return target;
  }
  double weight(int64_t m, int64_t target) const {
    double weight = class_weights.present() ? static_cast<double>(class_weights.as<T>()[target]) : 1.0;
    if (row_weights.present()) weight *= static_cast<double>(row_weights.as<T>()[offset_of(row_weights, m)]);
    return weight;
  }
  /// log sum_c exp(logits[c])
  double log_sum(const T* row) const {
    const double top = static_cast<double>(*std::max_element(row, row + classes()));
    double sum = 0;
    for (int64_t c = 0; c < classes(); ++c) sum += std::exp(static_cast<double>(row[c]) - top);
    return top + std::log(sum);
  }
};

template <class T>
LossSums block_sums(const Problem<T>& problem, int64_t begin, int64_t end) {
  LossSums sums;
  for (int64_t m = begin; m < end; ++m) {
    const int64_t target = problem.target(m);
    if (target < 0) continue;
    const T* row = problem.row(m);
    const double weight = problem.weight(m, target);
    sums.loss += weight * (problem.log_sum(row) - static_cast<double>(row[target]));
    sums.weight += weight;
    sums.count += 1;
    sums.correct += std::max_element(row, row + problem.classes()) - row == target;
  }
  return sums;
}

template <class T>
void block_gradient(const Problem<T>& problem, double normaliser, const View& dlogits, int64_t begin, int64_t end) {
  const int64_t n_classes = problem.classes();
  for (int64_t m = begin; m < end; ++m) {
    T* out = dlogits.as<T>() + m * dlogits.strides[0];
    const int64_t target = problem.target(m);
    if (target < 0) {
      std::fill(out, out + n_classes, T(0));
      continue;
    }
    const T* row = problem.row(m);
    const double scale = problem.weight(m, target) / normaliser, log_sum = problem.log_sum(row);
    for (int64_t c = 0; c < n_classes; ++c) {
      const double p = std::exp(static_cast<double>(row[c]) - log_sum);
      out[c] = static_cast<T>(scale * (p - (c == target ? 1.0 : 0.0)));
    }
  }
}

void check(const View& logits, const View& targets, const View& class_weights, const View& row_weights) {
  const char* op = "cross_entropy";
  require(logits.shape.rank() >= 2, op, "logits need at least two axes; got " + logits.shape.text());
  require(logits.shape[-1] >= 1, op, "no classes; got " + logits.shape.text());
  require(targets.shape.rank() == logits.shape.rank() - 1 && targets.count() * logits.shape[-1] == logits.count(), op,
          "shape of targets; got " + targets.shape.text() + " for logits " + logits.shape.text());
  check_view(targets, targets.shape, DType::kI32, op, "targets");
  if (class_weights.present()) check_view(class_weights, {logits.shape[-1]}, logits.dtype, op, "class_weights");
  if (row_weights.present()) check_view(row_weights, targets.shape, logits.dtype, op, "row_weights");
}

}  // namespace

void check_targets(const View& targets, int64_t n_classes, const char* op) {
  for (int64_t m = 0; m < targets.count(); ++m) {
    const int32_t target = targets.as<int32_t>()[offset_of(targets, m)];
    if (target < n_classes) continue;
    violated(op, "target of row " + std::to_string(m) + "; got " + std::to_string(target) + ", want below " +
                     std::to_string(n_classes));
  }
}

LossSums cross_entropy_forward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                               const View& row_weights) {
  check(logits, targets, class_weights, row_weights);
  const View rows = logits.rows();
  if (ctx.on_device()) return ctx.device_ops().cross_entropy_forward(ctx, rows, targets, class_weights, row_weights);
  const int64_t n_rows = rows.shape[0], n_blocks = blocks_of(n_rows);
  ScratchScope scope(ctx);
  const View partial = ctx.scratch({n_blocks, static_cast<int64_t>(sizeof(LossSums))}, DType::kU8);
  LossSums total;
  if (ctx.planning()) return total;
  auto* sums = reinterpret_cast<LossSums*>(partial.data);
  dispatch_float(logits.dtype, [&](auto zero) {
    const Problem<decltype(zero)> problem{rows, targets, class_weights, row_weights};
    ctx.pool().parallel_for(n_blocks, 4, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; ++b) {
        sums[b] = block_sums(problem, b * kBlockRows, std::min(n_rows, (b + 1) * kBlockRows));
      }
    });
  });
  for (int64_t b = 0; b < n_blocks; ++b) add_sums(total, sums[b]);
  return total;
}

void cross_entropy_backward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                            const View& row_weights, double normaliser, const View& dlogits) {
  check(logits, targets, class_weights, row_weights);
  check_view(dlogits, logits.shape, logits.dtype, "cross_entropy", "dlogits");
  const View rows = logits.rows(), out = dlogits.rows();
  if (ctx.on_device()) {
    return ctx.device_ops().cross_entropy_backward(ctx, rows, targets, class_weights, row_weights, normaliser, out);
  }
  if (ctx.planning()) return;
  const int64_t n_rows = rows.shape[0];
  dispatch_float(logits.dtype, [&](auto zero) {
    const Problem<decltype(zero)> problem{rows, targets, class_weights, row_weights};
    ctx.pool().parallel_for(blocks_of(n_rows), 4, [&](int64_t begin, int64_t end) {
      block_gradient(problem, normaliser, out, begin * kBlockRows, std::min(n_rows, end * kBlockRows));
    });
  });
}

}  // namespace undula
