#pragma once
#include <functional>
#include <span>
#include <vector>

#include "core/model/continuation.h"

namespace undula {

/// Continues sequences with a causal model whose head predicts the next token: several at once, to a given length.
class Generator {
 public:
  /// At most `rows` sequences at once. The model's input and output tokens are the same numbers. Throws kUsage where
  /// the model does not predict next tokens.
  Generator(Context& ctx, SequenceModel& model, int64_t rows);
  /// Records sizes while the context plans.
  static void plan(Context& ctx, SequenceModel& model, int64_t rows) { Continuation::plan(ctx, model, rows); }

  /// Continues each prompt by `length` tokens, which are returned without the prompt. No prompt is empty. Row i is
  /// sequence number first + i. `step`, where present, is called after every token of all rows.
  std::vector<std::vector<uint8_t>> generate(std::span<const std::vector<uint8_t>> prompts, int64_t length,
                                             const Sampling& sampling, int64_t first,
                                             const std::function<void()>& step = nullptr);

 private:
  Context& ctx_;
  SequenceModel& model_;
  int64_t rows_;
};

}  // namespace undula
