#pragma once
#include <cstdint>

namespace undula {

/// Columns of a full panel, and what the width of every panel is a multiple of.
constexpr int64_t kPanelColumns = 64, kPanelStep = 16;

/// One panel of a matrix product, for r < rows and j < columns:
///   c[r * c_row + j] = (add ? c[r * c_row + j] : 0) + (start[j] + sum_p a[r * a_row + p * a_step] * b[p * b_row + j])
/// The sum runs in order of p, one fused multiply-add a term, whatever `rows` is and wherever the row stands.
struct PanelProduct {
  const float* a;
  int64_t a_row, a_step;
  const float* b;  ///< (depth, width), readable over the whole width
  int64_t b_row;
  const float* start;  ///< (width)
  float* c;
  int64_t c_row;
  int64_t rows, depth;
  int64_t width;    ///< a multiple of kPanelStep, at most kPanelColumns
  int64_t columns;  ///< of those, the ones that are written
  bool add;
};

/// Runs on the calling thread, with the instruction set in use (core/cpu/target.h).
void panel_product(const PanelProduct& product);

/// Two panels of one row: both have the same a, a_step and depth, and rows = 1. The bits are those of two calls, in
/// less time where full panels leave registers free.
void twin_product(const PanelProduct& left, const PanelProduct& right);

}  // namespace undula
