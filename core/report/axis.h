#pragma once
#include <string>
#include <vector>

namespace undula {

/// One direction of a plot: values from low to high, at pixels from begin to end.
class Axis {
 public:
  /// Ends are widened to whole ticks; equal or unordered ends become a range of one around them.
  Axis(double low, double high, double begin, double end);

  double low() const { return low_; }
  double high() const { return high_; }
  double pixel(double value) const { return begin_ + (value - low_) / (high_ - low_) * (end_ - begin_); }
  /// Round values (1, 2 or 5 times a power of ten apart), about five of them.
  std::vector<double> ticks() const;
  /// A tick as text, with the digits that its neighbours need.
  std::string label(double tick) const;

 private:
  double low_, high_, begin_, end_, step_;
};

}  // namespace undula
