#pragma once
#include "core/memory/context.h"

namespace undula {

/// Sums over rows, in float64 and in a fixed order.
struct LossSums {
  double loss = 0;      ///< sum of weight * -log p(target), in nats
  double weight = 0;    ///< sum of weights of rows that count
  int64_t count = 0;    ///< rows that count
  int64_t correct = 0;  ///< of those, rows whose largest logit is the target (ties to the first)
};

/// total += part.
constexpr void add_sums(LossSums& total, const LossSums& part) {
  total.loss += part.loss;
  total.weight += part.weight;
  total.count += part.count;
  total.correct += part.correct;
}

/// Throws unless every target (on the host, any strides) is below the number of classes. Where logits lie on a device,
/// this is done before the targets go there.
void check_targets(const View& targets, int64_t n_classes, const char* op);

/// Softmax cross-entropy of logits (..., C) with targets (...) i32; negative targets are ignored. The weight of a row
/// is class_weights[target] (C, absent: 1) times row_weights (..., absent: 1).
LossSums cross_entropy_forward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                               const View& row_weights);
/// dlogits = weight (softmax - onehot) / normaliser; 0 for ignored rows. The normaliser is the weight of the whole
/// accumulated batch, so that gradients of parts add up to the gradient of the whole.
void cross_entropy_backward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                            const View& row_weights, double normaliser, const View& dlogits);

}  // namespace undula
