#include "genomics/windows/random_windows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr uint64_t kStream = 0x67656e6f6d65;  // sets these random numbers apart from others of the same seed
constexpr uint64_t kTries = 100;

// Indices of the random numbers of one window: its strand, then one place for each try.
enum : uint64_t { kStrand, kPlace };

}  // namespace

RandomWindows::RandomWindows(std::shared_ptr<const IndexedFasta> genome, const std::vector<GenomeInterval>& intervals,
                             const RandomWindowOptions& options)
    : GenomeWindowSource(std::move(genome)), options_(options) {
  require(options_.length > 0, "RandomWindows", "the window length must be positive");
  int64_t starts = 0, bases = 0;
  for (const GenomeInterval& interval : intervals) {
    const int64_t length = interval.window.length();
    if (length < options_.length) {
      bases_too_short_ += length;
      continue;
    }
    bases += length;
    intervals_.push_back(interval);
    ends_.push_back(starts += length - options_.length + 1);
  }
  if (intervals_.empty()) {
    throw Error(ErrorKind::kBadInput,
                "no part of the genome that is for training is as long as a window of " +
                    std::to_string(options_.length) + " bases",
                this->genome().path(), "shorter windows, or longer intervals");
  }
  count_ = options_.count > 0 ? options_.count : std::max<int64_t>(bases / options_.length, 1);
}

GenomePlace RandomWindows::read(int64_t pass, int64_t i, WindowBases& out) const {
  const RandomKey key =
      RandomKey(options_.seed).fold(kStream).fold(static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i));
  GenomePlace place;
  place.reverse = options_.both_strands && (key.bits(kStrand) & 1) != 0;
  for (uint64_t attempt = 0; attempt < kTries; ++attempt) {
    place.interval = window_at_start(key.below(kPlace + attempt, ends_.back()));
    read_forward(place.interval, out);
    if (out.ambiguous_share() <= options_.max_ambiguous) {
      if (place.reverse) turn_strand(out);
      return place;
    }
    ++skipped_;
  }
  throw Error(ErrorKind::kBadInput,
              std::to_string(kTries) + " random windows in a row are more ambiguous (N) than a window may be",
              genome().path(), "allow more ambiguous bases, or choose the intervals to train on");
}

GenomeInterval RandomWindows::window_at_start(int64_t start) const {
  const auto found = static_cast<size_t>(std::upper_bound(ends_.begin(), ends_.end(), start) - ends_.begin());
  const GenomeInterval& interval = intervals_[found];
  const int64_t begin = interval.window.begin + start - (found == 0 ? 0 : ends_[found - 1]);
  return {interval.contig, {begin, begin + options_.length}};
}

}  // namespace undula
