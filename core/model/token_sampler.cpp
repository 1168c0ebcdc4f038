#include "core/model/token_sampler.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/token_chances.h"

namespace undula {
namespace {

constexpr size_t kBlock = 16;

/// The sum of up to kBlock chances from the i-th of n on.
double block_sum(const std::vector<float>& chances, size_t i, size_t n) {
  double sums[4] = {};
  const size_t end = std::min(i + kBlock, n);
  for (; i + 4 <= end; i += 4) {
    for (size_t k = 0; k < 4; ++k) sums[k] += static_cast<double>(chances[i + k]);
  }
  for (; i < end; ++i) sums[0] += static_cast<double>(chances[i]);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

void Sampling::validate() const {
  const auto refuse = [](const std::string& what) { throw Error(ErrorKind::kUsage, what); };
  if (!(temperature >= 0) || !std::isfinite(temperature)) refuse("the temperature must be 0 or more");
  if (top_k < 0) refuse("top-k must be 0 or more");
  if (!(top_p > 0 && top_p <= 1)) refuse("top-p must be above 0 and at most 1");
  if (!allowed.empty() && std::count(allowed.begin(), allowed.end(), 0) == static_cast<int64_t>(allowed.size()))
    refuse("no token is allowed");
}

TokenSampler::TokenSampler(const Sampling& sampling, int64_t n_tokens) : sampling_(sampling) {
  sampling.validate();
  require(n_tokens <= 256 && (sampling.allowed.empty() || static_cast<int64_t>(sampling.allowed.size()) == n_tokens),
          "sampler", "one flag per token, and at most 256 tokens");
  for (int64_t token = 0; token < n_tokens; ++token) {
    if (sampling.allowed.empty() || sampling.allowed[static_cast<size_t>(token)] != 0)
      order_.push_back(static_cast<uint8_t>(token));
  }
  logits_.resize(order_.size());
  chances_.resize(order_.size());
}

uint8_t TokenSampler::draw(const float* logits, double uniform) {
  const auto likelier = [&](uint8_t a, uint8_t b) {
    return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
  };
  if (sampling_.temperature == 0) return *std::min_element(order_.begin(), order_.end(), likelier);
  const bool some = sampling_.top_k > 0 || sampling_.top_p < 1;
  if (some) std::sort(order_.begin(), order_.end(), likelier);
  size_t n = order_.size();
  if (sampling_.top_k > 0) n = std::min(n, static_cast<size_t>(sampling_.top_k));
  for (size_t i = 0; i < order_.size(); ++i) logits_[i] = logits[order_[i]];
  const float top = largest_logit(logits_.data(), static_cast<int64_t>(logits_.size()));
  token_chances(logits_.data(), static_cast<int64_t>(n), top, static_cast<float>(sampling_.temperature),
                chances_.data());
  double sum = 0;
  for (size_t i = 0; i < n; i += kBlock) sum += block_sum(chances_, i, n);
  double kept = sum;
  if (sampling_.top_p < 1) {
    kept = 0;
    size_t last = 0;
    for (; last < n; ++last) {
      kept += static_cast<double>(chances_[last]);
      if (kept >= sampling_.top_p * sum) break;
    }
    n = std::min(last + 1, n);
  }
  double left = uniform * kept;
  size_t i = 0;
  for (; i + kBlock < n; i += kBlock) {
    const double block = block_sum(chances_, i, n);
    if (left < block) break;
    left -= block;
  }
  for (; i + 1 < n; ++i) {
    left -= static_cast<double>(chances_[i]);
    if (left < 0) return order_[i];
  }
  return order_[n - 1];
}

}  // namespace undula
