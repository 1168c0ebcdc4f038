#pragma once
#include "core/base/threads.h"
#include "core/base/view.h"

namespace undula {

/// How the right side B (depth, columns) of a product lies in memory when packed: panels of up to kPanelColumns columns
/// one after another, each (depth, width) row-major, the last one padded with zeros to a multiple of kPanelStep.
struct PanelLayout {
  int64_t depth, columns;

  int64_t panels() const;
  /// Of panel i: its first column, how many it holds, its padded width, its offset in floats.
  int64_t first(int64_t i) const;
  int64_t count(int64_t i) const;
  int64_t width(int64_t i) const;
  int64_t offset(int64_t i) const { return first(i) * depth; }
  /// Floats in all.
  int64_t size() const;
};

/// Packs B = w^T of w (columns, depth): the right side of y = x w^T.
void pack_transposed(ThreadPool& pool, const View& w, float* packed);
/// Packs B = w (depth, columns): the right side of dx = dy w.
void pack_plain(ThreadPool& pool, const View& w, float* packed);

}  // namespace undula
