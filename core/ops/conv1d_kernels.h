#pragma once
#include <cstdint>

#include "core/ops/track.h"

// What the host side of the fp32 convolution (conv1d_cpu.cpp) and its SIMD kernels share: plain structures only.
namespace undula::cpu {

/// Inputs are numbered by step, as in conv1d_ref.cpp: i >= 0 lies in the row, i in [-(K - 1), 0) in the tail.
struct Conv1dTask {
  int64_t begin = 0, end = 0;  ///< steps
  int64_t E = 0, K = 0, padded = 0;
  Track x;
  Track tail;                                 ///< input i at tail.at(i + K - 1); null: zeros
  const float *w = nullptr, *bias = nullptr;  ///< (K, padded), (padded), zeros beyond E
  RecordStarts starts;

  /// The first input that `step` sees.
  int64_t first_seen(int64_t step) const {
    for (int64_t s = step; starts.marks && s > step - K + 1 && s >= 0; --s) {
      if (starts.at(s)) return s;
    }
    return step - K + 1;
  }
};

struct Conv1dForward : Conv1dTask {
  Track y;
};

/// dw and dbias of the task's steps; dx of inputs [inputs_begin, inputs_end), to which steps beyond the task's add too.
struct Conv1dBackward : Conv1dTask {
  int64_t length = 0;  ///< steps of the row
  int64_t inputs_begin = 0, inputs_end = 0;
  Track dy, dx;
  Track dtail_in;   ///< as `tail`; null: not wanted
  Track dtail_out;  ///< gradient of input i, i >= length - (K - 1), at dtail_out.at(i - length + K - 1); null: zeros
  float *dw = nullptr, *dbias = nullptr;  ///< added to: (K, padded), (padded)
  float* dp = nullptr;                    ///< room for (K, padded)
};

void conv1d_forward_task(const Conv1dForward& task);
void conv1d_backward_task(const Conv1dBackward& task);

}  // namespace undula::cpu
