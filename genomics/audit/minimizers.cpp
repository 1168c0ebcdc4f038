#include "genomics/audit/minimizers.h"

#include <algorithm>

#include "core/base/random.h"

namespace undula {
namespace {

/// The hashes of the k-mers of one stretch without ambiguous bases, as they come; keeps the minimizers.
class Stretch {
 public:
  explicit Stretch(std::vector<uint64_t>& out) : out_(out) {}

  void add(uint64_t hash) {
    recent_[static_cast<size_t>(kmers_++ % kMinimizerSpan)] = hash;
    if (kmers_ >= kMinimizerSpan) keep(*std::min_element(recent_, recent_ + kMinimizerSpan));
  }
  void end() {
    if (kmers_ > 0 && kmers_ < kMinimizerSpan) keep(*std::min_element(recent_, recent_ + kmers_));
    kmers_ = 0;
  }

 private:
  void keep(uint64_t hash) {
    if (out_.empty() || out_.back() != hash) out_.push_back(hash);
  }

  std::vector<uint64_t>& out_;
  uint64_t recent_[kMinimizerSpan] = {};
  int64_t kmers_ = 0;
};

}  // namespace

std::vector<uint64_t> minimizers(std::span<const uint8_t> tokens) {
  constexpr int kBits = 2 * kMinimizerBases;
  constexpr uint64_t kMask = (uint64_t{1} << kBits) - 1;
  const RandomKey key(0);
  std::vector<uint64_t> found;
  Stretch stretch(found);
  uint64_t forward = 0, reverse = 0;
  int valid = 0;
  for (const uint8_t token : tokens) {
    if (token > 3) {
      stretch.end();
      valid = 0;
      continue;
    }
    forward = (forward << 2 | token) & kMask;
    reverse = reverse >> 2 | static_cast<uint64_t>(3 - token) << (kBits - 2);
    if (++valid >= kMinimizerBases) stretch.add(key.bits(std::min(forward, reverse)));
  }
  stretch.end();
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace undula
