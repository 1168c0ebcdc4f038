#pragma once
#include <cstdint>
#include <vector>

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
  std::vector<uint8_t> order_;           // allowed tokens; likeliest first where only some of them may be drawn
  std::vector<float> logits_, chances_;  // of those, in their order; chances are not normalised
};

}  // namespace undula
