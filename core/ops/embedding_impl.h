#pragma once
#include "core/ops/embedding.h"

// The implementations behind core/ops/embedding.h, called with checked arguments: the float64 reference and the fp32
// path. Each plans its own scratch and returns while planning.
namespace undula {

namespace ref {
void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y);
void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable);
}  // namespace ref

namespace cpu {
void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y);
void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable);
}  // namespace cpu

}  // namespace undula
