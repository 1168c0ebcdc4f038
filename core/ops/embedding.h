#pragma once
#include "core/memory/context.h"

namespace undula {

/// y (B, L, D) = table (V, D)[ids (B, L) u8 or i32]. Ids outside [0, V) give zeros and receive no gradient.
void embedding_forward(Context& ctx, const View& ids, const View& table, const View& y);
/// dtable += dy, position by position in a fixed order.
void embedding_backward(Context& ctx, const View& ids, const View& dy, const View& dtable);

}  // namespace undula
