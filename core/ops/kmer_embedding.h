#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// Fills the gap between packed records up to the next multiple of the stride: no position, part of no k-mer.
constexpr uint8_t kGapToken = 255;

/// Embeddings of all overlapping k-mers, averaged over `stride` neighbours.
///
/// Position t stands for the k-mer of tokens t-k+1 .. t of its record. Letters are tokens below `letters`; any other
/// token is ambiguous. At a record's start the k-mer is shorter, and has its own row; so has a k-mer with an ambiguous
/// token.
///   row(t) = 0                                      if a token of the k-mer is ambiguous
///          = 1 + sum_{0<j<m} letters^j + index      for a k-mer of m <= k letters (m < k only at a record's start)
///   y (b, j) = mean over valid t in [j stride, (j+1) stride) of table[row(t)]
/// L' = ceil(L / stride). K-mers never cross records: packed records start at multiples of `stride`, gaps hold
/// kGapToken, and neither they nor positions beyond a row's length are valid. A group with no
/// valid position gives zeros.
struct KmerShape {
  int k = 4;
  int stride = 1;
  int letters = 4;

  /// 1 + letters + letters^2 + ... + letters^k rows.
  int64_t table_rows() const;
  int64_t output_length(int64_t length) const { return (length + stride - 1) / stride; }
};

/// Carried between chunks. Absent views: a fresh start / not wanted. Chunks before the last are multiples of `stride`.
struct KmerState {
  View tail;  ///< (B, k - 1) i32: the last tokens of the record so far, oldest first, -1 where it had not begun
};

/// tokens (B, L) u8; table (table_rows, D); y (B, L', D). rows.lengths count tokens.
void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                            const Rows& rows, const KmerState& in, const KmerState& out, const View& y);
/// dtable += the gradient, in a fixed order.
void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                             const KmerState& in, const View& dy, const View& dtable);

}  // namespace undula
