#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "audio/spectrum/power_spectrum.h"

namespace undula {

/// The mean of numbers in stretches of equal length, in as much memory as there are stretches: whenever there are
/// `most`, two become one.
class StretchMeans {
 public:
  /// Each number has `width` parts. A stretch has one number at first; `most` is even.
  StretchMeans(int64_t width, int64_t most);

  void add(std::span<const float> number);
  /// Numbers of a whole stretch.
  int64_t stretch() const { return stretch_; }
  /// (stretches, width) means; the last stretch may be shorter.
  std::vector<float> means() const;

 private:
  void close();

  int64_t width_, most_, stretch_ = 1, held_ = 0;
  std::vector<double> waiting_;  // the sum of the stretch that is not full
  std::vector<float> means_;
};

/// How the power of a sound is spread over frequencies as it goes on, in memory that does not depend on its length.
class Spectrogram {
 public:
  /// At most `columns` columns (an even number), from windows of 32 ms or somewhat less that begin half a window
  /// apart.
  Spectrogram(int rate, int64_t columns);

  void add(std::span<const float> samples);

  int rate() const { return rate_; }
  int bins() const { return spectrum_.bins(); }
  /// Samples from one column to the next.
  int64_t hop() const { return means_.stretch() * spectrum_.size() / 2; }
  /// (columns, bins) mean powers, full scale 1 (PowerSpectrum).
  std::vector<float> powers() const { return means_.means(); }

 private:
  int rate_;
  PowerSpectrum spectrum_;
  StretchMeans means_;
  std::vector<float> waiting_, powers_;
};

}  // namespace undula
