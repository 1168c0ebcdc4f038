#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/io/safetensors.h"
#include "genomics/baseline/markov_tuner.h"

namespace undula {

/// The longest context that is stored in a model file: 5.6 MB. One base more would take four times as much.
inline constexpr int kLongestStoredContext = 10;

/// An interpolated Markov model (MarkovSettings) ready to score sequences. Each probability is held as a byte, its
/// negative logarithm in sixteenths of a bit, and the four of a context are scaled to a sum of 1: about 1e-4 bits per
/// base are lost, the same before and after storing.
class MarkovModel {
 public:
  MarkovModel(const MarkovCounts& counts, const MarkovSettings& settings);

  const MarkovSettings& settings() const { return settings_; }

  /// Writes the log2-probability of each token given those before it in the sequence to `out`, of the same length. An
  /// ambiguous token gets 0 and ends the context.
  void log2_probabilities(std::span<const uint8_t> tokens, std::span<float> out) const;

  /// Adds the array `markov.bits` (U8) and the settings to a model file. The order must be at most
  /// kLongestStoredContext.
  void store(TensorFile& file) const;
  /// The model of a file; nothing where it has none. Throws kBadInput where it is malformed.
  static std::optional<MarkovModel> load(const TensorFile& file);

 private:
  MarkovModel() = default;

  MarkovSettings settings_;
  std::vector<uint8_t> bits_;  // words of order 0, then of order 1, ...
};

}  // namespace undula
