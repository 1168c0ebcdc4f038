#pragma once
#include "core/ops/kmer_embedding.h"

// The implementations behind core/ops/kmer_embedding.h, called with checked arguments.
namespace undula::ref {

template <class T>
void kmer_embedding_forward(const KmerShape& shape, const View& tokens, const View& table, const Rows& rows,
                            const View& tail, const View& y);
template <class T>
void kmer_embedding_backward(const KmerShape& shape, const View& tokens, const Rows& rows, const View& tail,
                             const View& dy, const View& dtable);

}  // namespace undula::ref
