#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// y (B, L, C) = x * keep / (1 - rate). `keep` at (b, t, c) is keyed by (key, rows.records[b], rows.first_position + t,
/// c), so that it is the same whatever the batch, chunk or thread. y may be x. Backward is the same call on dy.
void dropout(Context& ctx, const View& x, const Rows& rows, double rate, const RandomKey& key, const View& y);

}  // namespace undula
