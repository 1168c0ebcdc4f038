#pragma once
#include <cstdint>

// How SIMD kernels see a (B, L, E) block. Plain structures only, so that kernels include nothing that the linker could
// merge with code of another instruction set.
namespace undula::cpu {

constexpr int64_t ceil_div(int64_t a, int64_t b) {
  return (a + b - 1) / b;
}

/// Channels are padded to a multiple of every vector length, so that blocks of one vector tile them on any target.
constexpr int64_t kChannelAlign = 16;
constexpr int64_t padded_channels(int64_t E) {
  return ceil_div(E, kChannelAlign) * kChannelAlign;
}

/// One row in walking order: step s is at first + s * stride.
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
