#pragma once
#include "core/ops/kmer_embedding.h"

// The implementations behind core/ops/kmer_embedding.h, called with checked arguments: the float64 reference and the
// fp32 path. Each plans its own scratch and returns while planning.
namespace undula {

namespace ref {
void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                            const Rows& rows, const View& tail, const View& y);
void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                             const View& tail, const View& dy, const View& dtable);
}  // namespace ref

namespace cpu {
void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                            const Rows& rows, const View& tail, const View& y);
void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                             const View& tail, const View& dy, const View& dtable);
}  // namespace cpu

}  // namespace undula
