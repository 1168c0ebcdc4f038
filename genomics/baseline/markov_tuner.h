#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "genomics/baseline/markov_counts.h"

namespace undula {

/// An interpolated Markov model of DNA. The probability of a base x behind the j bases u is that behind the last j - 1
/// of them, corrected by what was counted (additive smoothing towards the shorter context, MacKay and Peto 1995, "A
/// hierarchical Dirichlet language model"):
///   p_j(x | u) = (n(u x) + w_j p_{j-1}(x | u')) / (n(u) + w_j),   p_{-1} = 1/4,   w_j = backoff * decay^(j - 8).
struct MarkovSettings {
  int order = 0;       ///< longest context
  double backoff = 1;  ///< weight of the shorter context at order 8, in counts
  double decay = 1;    ///< from one order to the next
  bool both_strands = true;

  double weight(int context) const;
};

/// What a model with these settings costs on the validation data.
struct MarkovChoice {
  MarkovSettings settings;
  double bits_per_base = 0;
};

/// Chooses the settings of a Markov model on validation data, which it takes piece by piece.
class MarkovTuner {
 public:
  /// `counts` of the training data, finished for `both_strands`; they must outlive the tuner.
  MarkovTuner(const MarkovCounts& counts, bool both_strands);

  void add(std::span<const uint8_t> tokens);

  /// The best settings with an order of at most `max_order`; the lowest order of equals. Throws kBadInput where no base
  /// was added.
  MarkovChoice best(int max_order) const;

 private:
  const MarkovCounts& counts_;
  bool both_strands_;
  std::vector<double> weights_;  // (pairs of backoff and decay, orders)
  std::vector<double> bits_;     // the same
  int64_t bases_ = 0;
};

}  // namespace undula
