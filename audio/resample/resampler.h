#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace undula {

/// Changes the sample rate of a stream of frames, by libsoxr at its quality "HQ" (linear phase, 0 to 91 % of the band).
/// n frames in give round(n * to / from) frames out, whatever the cut into blocks. Equal rates copy.
class Resampler {
 public:
  /// Rates in frames a second. Errors: kUsage for rates or channels below 1, and ratios libsoxr cannot make.
  Resampler(int from, int to, int channels);
  ~Resampler();
  Resampler(Resampler&&) noexcept;
  Resampler& operator=(Resampler&&) noexcept;

  /// Takes `frames` [n][channels] and returns what can be said of the result so far, valid until the next call.
  std::span<const float> push(std::span<const float> frames);
  /// The rest of the result. At most once, and nothing is pushed afterwards.
  std::span<const float> finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
