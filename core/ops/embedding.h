#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// y (B, L, D) = table (V, D)[ids (B, L) u8]. Positions beyond a row's length and ids >= V give zeros and no gradient.
void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y);
/// dtable += dy, position by position in a fixed order.
void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable);

}  // namespace undula
