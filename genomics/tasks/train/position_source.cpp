#include "genomics/tasks/train/position_source.h"

#include <algorithm>

#include "genomics/alphabet/nucleotide.h"

namespace undula {

void PositionSource::get(int64_t pass, int64_t i, Sample& out) const {
  thread_local WindowBases bases;
  const GenomePlace from = windows_->read(pass, i, bases);
  out.tokens = bases.tokens;
  out.group = windows_->genome().contig_name(from.interval.contig);
  out.targets.resize(out.tokens.size());
  labels_->read(from.interval, out.targets);
  if (from.reverse) std::reverse(out.targets.begin(), out.targets.end());
  out.target_weights.resize(out.tokens.size());
  for (size_t t = 0; t < out.tokens.size(); ++t) {
    if (out.tokens[t] >= kAmbiguousToken) out.targets[t] = -1;
    out.target_weights[t] = bases.soft_masked[t] != 0 ? soft_mask_weight_ : 1.0F;
  }
}

}  // namespace undula
