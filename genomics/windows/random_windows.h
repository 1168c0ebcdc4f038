#pragma once
#include <atomic>
#include <memory>
#include <vector>

#include "core/base/random.h"
#include "genomics/windows/genome_window_source.h"

namespace undula {

struct RandomWindowOptions {
  int64_t length = 1024;
  int64_t count = 0;  ///< windows in a pass; 0: as many as hold the bases of the intervals once
  bool both_strands = true;
  double max_ambiguous = kMaxAmbiguous;
  uint64_t seed = 0;
};

/// Training windows of a genome: window i of pass p is a pure function of (seed, p, i). Every start at which a whole
/// window fits into an interval is as likely as any other, on either strand. Where too much of a window is ambiguous
/// another is drawn in its place, and counted.
class RandomWindows : public GenomeWindowSource {
 public:
  /// Throws kBadInput where no interval is as long as a window.
  RandomWindows(std::shared_ptr<const IndexedFasta> genome, const std::vector<GenomeInterval>& intervals,
                const RandomWindowOptions& options);

  int64_t size() const override { return count_; }
  int64_t max_length() const override { return options_.length; }
  int64_t length(int64_t, int64_t) const override { return options_.length; }
  /// Throws kBadInput where 100 windows in a row are too ambiguous.
  GenomePlace read(int64_t pass, int64_t i, WindowBases& out) const override;
  int64_t skipped() const override { return skipped_; }

  /// Bases of intervals that are shorter than a window, from which none is drawn.
  int64_t bases_too_short() const { return bases_too_short_; }

 private:
  GenomeInterval window_at_start(int64_t start) const;

  RandomWindowOptions options_;
  std::vector<GenomeInterval> intervals_;
  std::vector<int64_t> ends_;  // of the intervals' starts, laid end to end
  int64_t count_ = 0;
  int64_t bases_too_short_ = 0;
  mutable std::atomic<int64_t> skipped_ = 0;
};

}  // namespace undula
