#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace undula {

/// How training sounds are varied, anew in each pass; every draw is a pure function of its key.
struct Augmentation {
  double gain = 6;     ///< dB: louder or softer by up to this much
  double shift = 0.1;  ///< share of the length by which each end is cut, or followed by silence
  double noise = 40;   ///< dB below the sound from which white noise is mixed in, up to 20 dB more below; 0: none
  double speed = 0;    ///< played faster or slower by up to this share, pitch and all

  bool any() const { return gain > 0 || shift > 0 || noise > 0 || speed > 0; }
  /// "gain 6 dB, shift 0.1, noise 40 dB".
  std::string text() const;

  /// Samples of the result for `length` of the original.
  int64_t length(const RandomKey& key, int64_t length) const;
  /// The most samples that any key gives.
  int64_t longest(int64_t length) const;
  /// Writes the result over `samples`.
  void apply(const RandomKey& key, std::vector<float>& samples) const;

 private:
  /// What was drawn about time: the original from `begin`, read at `speed`, for `length` samples.
  struct Stretch {
    double begin, speed;
    int64_t length;
  };
  Stretch stretch(const RandomKey& key, int64_t length) const;
};

}  // namespace undula
