#include "core/model/token_sampler.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace undula {

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
  const double top = logits[some ? order_[0] : *std::min_element(order_.begin(), order_.end(), likelier)];
  double sum = 0;
  for (size_t i = 0; i < n; ++i) sum += chances_[i] = std::exp((logits[order_[i]] - top) / sampling_.temperature);
  double kept = sum;
  if (sampling_.top_p < 1) {
    kept = 0;
    size_t last = 0;
    for (; last < n; ++last) {
      kept += chances_[last];
      if (kept >= sampling_.top_p * sum) break;
    }
    n = std::min(last + 1, n);
  }
  double left = uniform * kept;
  for (size_t i = 0; i + 1 < n; ++i) {
    left -= chances_[i];
    if (left < 0) return order_[i];
  }
  return order_[n - 1];
}

}  // namespace undula
