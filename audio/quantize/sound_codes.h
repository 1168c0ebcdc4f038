#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace undula {

/// How the samples of a sound become the tokens of a language model; every token is below 256.
///   kMuLaw     mu-law in 8 bits, fixed scale: the default, and the only choice for streams beside the linear ones
///   kMinMax    SaShiMi's mu-law: every example is stretched to [-1, 1] first, for its benchmarks (mu_law.h)
///   kLinear8   equal steps in 8 bits
///   kLinear16  equal steps in 16 bits, two tokens a sample: the high byte, then the low one
enum class SoundCodeKind : uint8_t { kMuLaw, kMinMax, kLinear8, kLinear16 };

/// Between samples, full scale 1, and tokens.
class SoundCodes {
 public:
  explicit SoundCodes(SoundCodeKind kind = SoundCodeKind::kMuLaw) : kind_(kind) {}
  /// By its name: mu-law, min-max, linear8, linear16. Throws kUsage for any other.
  explicit SoundCodes(const std::string& name);
  static const std::vector<std::string>& names();

  SoundCodeKind kind() const { return kind_; }
  const std::string& name() const;

  int64_t tokens_per_sample() const { return kind_ == SoundCodeKind::kLinear16 ? 2 : 1; }
  /// True where a sample's tokens depend on it alone, so that a sound can be coded piece by piece.
  bool streamable() const { return kind_ != SoundCodeKind::kMinMax; }
  /// The token that a model reads before the first one of a sound: the last one of silence.
  uint8_t before_first() const { return kind_ == SoundCodeKind::kLinear16 ? 0 : 128; }

  /// Appends the tokens of samples; of a kind that is not streamable, of one whole example.
  void encode(std::span<const float> samples, std::vector<uint8_t>& tokens) const;
  /// The sample that tokens_per_sample() tokens stand for.
  float decode(const uint8_t* tokens) const;

 private:
  SoundCodeKind kind_;
};

}  // namespace undula
