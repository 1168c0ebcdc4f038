#include "audio/windows/augmentation.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

enum Draw : uint64_t { kGain, kBegin, kEnd, kNoiseLevel, kSpeed, kNoise };

constexpr double kNoiseRange = 20;  // dB

double between(const RandomKey& key, Draw draw, double low, double high) {
  return low + (high - low) * key.uniform(draw);
}

std::string number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

}  // namespace

std::string Augmentation::text() const {
  std::string text;
  const auto add = [&](const char* name, double value, const char* unit) {
    if (value > 0) text += (text.empty() ? "" : ", ") + (name + (" " + number(value))) + unit;
  };
  add("gain", gain, " dB");
  add("shift", shift, "");
  add("noise", noise, " dB");
  add("speed", speed, "");
  return text.empty() ? "none" : text;
}

Augmentation::Stretch Augmentation::stretch(const RandomKey& key, int64_t length) const {
  const auto n = static_cast<double>(length);
  const double begin = between(key, kBegin, -shift, shift) * n, end = n + between(key, kEnd, -shift, shift) * n;
  const double rate = std::exp(between(key, kSpeed, -1, 1) * std::log1p(speed));
  return {begin, rate, std::max<int64_t>(static_cast<int64_t>((end - begin) / rate), 1)};
}

int64_t Augmentation::length(const RandomKey& key, int64_t length) const {
  return stretch(key, length).length;
}

int64_t Augmentation::longest(int64_t length) const {
  return static_cast<int64_t>(static_cast<double>(length) * (1 + 2 * shift) * (1 + speed)) + 1;
}

void Augmentation::apply(const RandomKey& key, std::vector<float>& samples) const {
  const auto n = static_cast<int64_t>(samples.size());
  const Stretch from = stretch(key, n);
  double squares = 0;
  for (const float x : samples) squares += static_cast<double>(x) * x;
  const double loudness = std::sqrt(squares / static_cast<double>(std::max<int64_t>(n, 1)));
  const double volume = std::pow(10, between(key, kGain, -gain, gain) / 20);
  const double below = between(key, kNoiseLevel, noise, noise + kNoiseRange);
  const double hiss = noise > 0 ? loudness * volume * std::pow(10, -below / 20) : 0;
  std::vector<float> out(static_cast<size_t>(from.length));
  const RandomKey noise_key = key.fold(kNoise);
  for (int64_t i = 0; i < from.length; ++i) {
    // Between two samples: a straight line.
    const double at = from.begin + from.speed * static_cast<double>(i);
    const auto left = static_cast<int64_t>(std::floor(at));
    const double share = at - static_cast<double>(left);
    const auto sample = [&](int64_t t) { return t >= 0 && t < n ? samples[static_cast<size_t>(t)] : 0.0F; };
    double x = volume * ((1 - share) * sample(left) + share * sample(left + 1));
    if (hiss > 0) x += hiss * noise_key.normal(static_cast<uint64_t>(i));
    out[static_cast<size_t>(i)] = static_cast<float>(x);
  }
  samples = std::move(out);
}

}  // namespace undula
