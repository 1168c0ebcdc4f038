#pragma once
#include <memory>
#include <vector>

#include "genomics/windows/genome_window_source.h"

namespace undula {

struct TiledWindowOptions {
  int64_t length = 1024;
  int64_t count = 0;          ///< at most so many windows, evenly chosen; 0: all
  bool both_strands = false;  ///< two views of each window: as it stands, and its reverse complement
  double max_ambiguous = kMaxAmbiguous;
};

/// Validation and test windows of a genome: the same in every run. Intervals are cut from their start into windows that
/// do not overlap, the last of each as long as is left. Windows of which too much is ambiguous are left out.
class TiledWindows : public GenomeWindowSource {
 public:
  /// Reads the windows once, to see which are too ambiguous. Throws kBadInput where none is left.
  TiledWindows(std::shared_ptr<const IndexedFasta> genome, const std::vector<GenomeInterval>& intervals,
               const TiledWindowOptions& options);

  int64_t size() const override { return static_cast<int64_t>(tiles_.size()); }
  int64_t max_length() const override { return max_length_; }
  int64_t length(int64_t, int64_t i) const override { return tiles_[static_cast<size_t>(i)].window.length(); }
  int64_t views() const override { return both_strands_ ? 2 : 1; }
  /// `pass` is the view.
  GenomePlace read(int64_t pass, int64_t i, WindowBases& out) const override;
  int64_t skipped() const override { return skipped_; }

 private:
  std::vector<GenomeInterval> tiles_;
  bool both_strands_;
  int64_t max_length_ = 0;
  int64_t skipped_ = 0;
};

}  // namespace undula
