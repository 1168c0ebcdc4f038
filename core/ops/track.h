#pragma once
#include <cstdint>

// One row of a (B, L, ...) block as SIMD kernels see it, in walking order. Plain structures: see
// selective_scan_kernels.h.
namespace undula::cpu {

/// Step s of the row is at first + s * stride.
struct Track {
  float* first = nullptr;
  int64_t stride = 0;
  float* at(int64_t step) const { return first + step * stride; }
};

/// Where packed records start. In a row that is walked down, step 0 starts one whatever the marks say.
struct RecordStarts {
  const uint8_t* marks = nullptr;  ///< mark of step s at marks[s * stride]; null: no packing
  int64_t stride = 1;
  bool first = false;

  bool at(int64_t step) const { return marks && ((step == 0 && first) || marks[step * stride] != 0); }
};

}  // namespace undula::cpu
