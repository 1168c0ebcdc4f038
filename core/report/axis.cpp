#include "core/report/axis.h"

#include <algorithm>
#include <cmath>

#include "core/report/svg.h"

namespace undula {

Axis::Axis(double low, double high, double begin, double end) : begin_(begin), end_(end) {
  if (!(high - low > 1e-12 * std::max(std::abs(low), std::abs(high)))) {
    low -= 0.5;
    high += 0.5;
  }
  const double wanted = (high - low) / 5, power = std::pow(10, std::floor(std::log10(wanted)));
  const double leading = wanted / power;
  step_ = power * (leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10);
  low_ = step_ * std::floor(low / step_ + 1e-9);
  high_ = step_ * std::ceil(high / step_ - 1e-9);
}

std::vector<double> Axis::ticks() const {
  std::vector<double> ticks;
  const auto count = std::lround((high_ - low_) / step_);
  for (long i = 0; i <= count; ++i) ticks.push_back(low_ + static_cast<double>(i) * step_);
  return ticks;
}

std::string Axis::label(double tick) const {
  const int digits = static_cast<int>(std::max(0.0, -std::floor(std::log10(step_) + 1e-9)));
  return fixed_number(tick, std::min(digits, 17));
}

}  // namespace undula
