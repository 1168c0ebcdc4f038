#include "core/ops/kmer_embedding_impl.h"
#include "core/ops/table_reads.h"
#include "core/ops/token_history.h"

// A group reads the rows of its k-mers. A k-mer's row follows from the one before it:
//   index <- (letters index + token) mod letters^size
namespace undula::cpu {
namespace {

/// The k-mer that ends at a position of a row, moved along the row.
class KmerWindow {
 public:
  /// Stands before position t: has seen the tokens that the k-mer at t shares with its predecessors.
  KmerWindow(const KmerShape& shape, const TokenHistory& history, int64_t t) : shape_(shape), history_(history), t_(t) {
    for (int64_t i = history.window_start(t, shape.k); i < t; ++i) push(history.at(i));
  }

  /// Moves to the next position; returns its table row, -1 in a gap.
  int32_t next() {
    if (history_.starts_record(t_)) {
      size_ = clean_ = index_ = 0;
      combinations_ = first_row_ = 1;
    }
    const int64_t token = history_.at(t_++);
    push(token);
    if (token == kGapToken) return -1;
    return clean_ >= size_ ? static_cast<int32_t>(first_row_ + index_) : 0;
  }

 private:
  void push(int64_t token) {
    if (token == TokenHistory::kNotBegun) return;
    if (size_ < shape_.k) {
      if (size_++ > 0) first_row_ += combinations_;
      combinations_ *= shape_.letters;
    }
    const bool letter = token < shape_.letters;
    clean_ = letter ? clean_ + 1 : 0;
    index_ = (index_ * shape_.letters + (letter ? token : 0)) % combinations_;
  }

  const KmerShape& shape_;
  const TokenHistory& history_;
  int64_t t_;
  int64_t size_ = 0, clean_ = 0;                          ///< letters in the k-mer; letters since an ambiguous token
  int64_t index_ = 0, combinations_ = 1, first_row_ = 1;  ///< of k-mers of this size
};

TableReads kmer_reads(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows, const View& tail) {
  const TableReads reads = table_reads(ctx, tokens.shape[0], shape.output_length(tokens.shape[1]), shape.stride);
  if (ctx.planning()) return reads;
  fill_reads(ctx.pool(), reads, [&](int64_t b, int64_t begin, int64_t end, int32_t* row, int32_t* count) {
    const TokenHistory history(tokens, rows, tail, b);
    KmerWindow window(shape, history, begin * shape.stride);
    for (int64_t t = begin * shape.stride; t < end * shape.stride; t += shape.stride, row += shape.stride, ++count) {
      *count = 0;
      for (int64_t i = 0; i < shape.stride; ++i) {
        row[i] = t + i < history.length() ? window.next() : -1;
        *count += row[i] >= 0;
      }
    }
  });
  return reads;
}

}  // namespace

void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                            const Rows& rows, const View& tail, const View& y) {
  ScratchScope scope(ctx);
  const TableReads reads = kmer_reads(ctx, shape, tokens, rows, tail);
  if (ctx.planning()) return;
  gather_rows(ctx.pool(), reads, table, View(), y);
}

void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                             const View& tail, const View& dy, const View& dtable) {
  ScratchScope scope(ctx);
  const TableReads reads = kmer_reads(ctx, shape, tokens, rows, tail);
  if (ctx.planning()) return;
  scatter_rows(ctx.pool(), reads, dy, dtable, View());
}

}  // namespace undula::cpu
