#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audio/baseline/code_counts.h"
#include "core/io/safetensors.h"

namespace undula {

/// Weights of the shorter context, in counts (CodeTrigram).
struct TrigramSettings {
  double bigram = 1;   ///< of the unigram in the bigram
  double trigram = 1;  ///< of the bigram in the trigram
};

/// The interpolated trigram over the tokens of sounds: what a language model of sound has to beat.
///   p1(c) = (n(c) + 1) / (N + 256)
///   p2(c | b) = (n(b c) + w2 p1(c)) / (n(b) + w2)
///   p3(c | a b) = (n(a b c) + w3 p2(c | b)) / (n(a b) + w3)
/// (additive smoothing towards the shorter context, MacKay and Peto 1995, "A hierarchical Dirichlet language model").
class CodeTrigram {
 public:
  static constexpr int kOrders = 3;
  /// Probabilities by the unigram, the bigram and the trigram.
  using Chances = std::array<double, kOrders>;

  CodeTrigram(const CodeCounts& counts, const TrigramSettings& settings);

  const TrigramSettings& settings() const { return settings_; }
  void set(const TrigramSettings& settings) { settings_ = settings; }

  /// What was counted of c behind a and b.
  struct Seen {
    double unigram;          // p1
    double bigram, first;    // n(b c), n(b)
    double trigram, second;  // n(a b c), n(a b)
  };
  Seen seen(uint8_t a, uint8_t b, uint8_t c) const;
  static Chances chances(const Seen& seen, const TrigramSettings& settings);
  /// Bits for all tokens of a sound, by each of the three; before the first stand two of `silence`.
  Chances bits(std::span<const uint8_t> tokens, uint8_t silence) const;

  /// Adds the counts (trigram.*) and the settings to a model file: about two bytes for each trigram that was seen.
  void store(TensorFile& file) const;
  /// The trigram of a file; nothing where it has none. Throws kBadInput where it is malformed.
  static std::optional<CodeTrigram> load(const TensorFile& file);

 private:
  CodeTrigram() = default;
  /// Derives everything else from first_, codes_ and counts_.
  void add_up();

  TrigramSettings settings_;
  // What was seen behind each pair of tokens: entries [first_[pair], first_[pair + 1]), codes ascending.
  std::vector<uint32_t> first_;
  std::vector<uint8_t> codes_;
  std::vector<uint32_t> counts_;
  std::vector<uint64_t> pair_totals_;  // counts behind each pair
  std::vector<uint64_t> pairs_;        // (256, 256) n(b c)
  std::vector<uint64_t> totals_;       // (256) counts behind each token
  std::vector<uint64_t> singles_;      // (256) n(c)
  uint64_t total_ = 0;
};

}  // namespace undula
