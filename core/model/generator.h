#pragma once
#include <functional>
#include <span>
#include <vector>

#include "core/model/model_stream.h"

namespace undula {

/// How a token is drawn from its logits: those of tokens that are not allowed are left out, the rest divided by the
/// temperature, of these the top_k largest kept, of these the fewest whose chances add up to top_p.
struct Sampling {
  double temperature = 1;             ///< 0: the largest logit, of equal ones the first
  int64_t top_k = 0;                  ///< 0: all
  double top_p = 1;                   ///< above 0
  std::vector<uint8_t> allowed = {};  ///< one flag per token that can be predicted; empty: all
  uint64_t seed = 1;

  /// Throws kUsage when a number is out of range or no token is allowed.
  void validate() const;
};

/// Draws tokens from logits. Owns memory for one row, so that a draw allocates nothing.
class TokenSampler {
 public:
  TokenSampler(const Sampling& sampling, int64_t n_tokens);
  /// The token for logits (n_tokens), `uniform` being a random number in [0, 1).
  uint8_t draw(const float* logits, double uniform);

 private:
  Sampling sampling_;
  std::vector<uint8_t> order_;   // allowed tokens, likeliest first
  std::vector<double> chances_;  // of those
};

/// Continues sequences with a causal model whose head predicts the next token. Prompts are read in pieces, then the
/// model steps token by token with carried states: memory and time for a token do not depend on how many came before.
/// The random number of a token is keyed by (seed, number of its sequence, place among the new tokens), and rows of a
/// model do not see each other: a sequence is the same whatever the batch and the threads.
class Generator {
 public:
  /// At most `rows` sequences at once. The model's input and output tokens are the same numbers. Throws kUsage where
  /// the model does not predict next tokens.
  Generator(Context& ctx, SequenceModel& model, int64_t rows);
  /// Records sizes while the context plans.
  static void plan(Context& ctx, SequenceModel& model, int64_t rows);

  /// Continues each prompt by `length` tokens, which are returned without the prompt. No prompt is empty. Row i is
  /// sequence number first + i. `step`, where present, is called after every token of all rows.
  std::vector<std::vector<uint8_t>> generate(std::span<const std::vector<uint8_t>> prompts, int64_t length,
                                             const Sampling& sampling, int64_t first,
                                             const std::function<void()>& step = nullptr);

 private:
  /// Reads the prompts; the logits after each are in last_.
  void read(std::span<const std::vector<uint8_t>> prompts, ModelStream& stream);

  Context& ctx_;
  SequenceModel& model_;
  int64_t rows_;
  std::vector<float> last_;  // (rows, n_outputs)
};

}  // namespace undula
