#pragma once
#include "core/ops/rows.h"

namespace undula {

/// What a model is run on. All views are host memory that outlives the call.
struct Batch {
  View tokens;    ///< (B, L) u8, or f32 samples for a stem that reads samples
  Rows rows;      ///< lengths, resets and record identities, in tokens
  View segments;  ///< class head: (S, 3) i32 row, begin, end of each record, in tokens, begins at multiples of the
                  ///< stem's stride
  View targets;   ///< class head: (S) i32; heads that answer at every position: (B, L') i32; negative: ignored
  View weights;   ///< same shape as targets, the model's element type; absent: 1
};

/// The sizes that a plan depends on; never values.
struct BatchShape {
  int64_t rows = 0, length = 0, segments = 0;
  bool packed = false;
};

}  // namespace undula
