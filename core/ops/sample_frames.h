#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// How samples are cut into overlapping frames.
struct FrameShape {
  int64_t width = 0;  ///< samples of a frame, at least `hop`
  int64_t hop = 0;    ///< samples from one frame to the next
  constexpr int64_t tail() const { return width - hop; }
};

/// Causal frames: y[b, f, i] = x[b, (f + 1) hop - width + i], so that frame f ends with the last sample of hop f.
/// x (B, L) f32; y (B, F, width) of any F, fp32 or fp64. Samples before the record are those of tail_in (B, width -
/// hop) of y's type, oldest first, or zeros; samples beyond the row's length are zeros. tail_out receives the last
/// width - hop samples up to each row's length; it may be tail_in. Tails may be absent. A packed record, which starts
/// at a multiple of the hop, does not see the one before it.
void sample_frames(Context& ctx, const FrameShape& shape, const View& x, const Rows& rows, const View& tail_in,
                   const View& tail_out, const View& y);

}  // namespace undula
