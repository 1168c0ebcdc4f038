#pragma once
#include "core/memory/context.h"

namespace undula {

/// y = a + b, element by element; y may be a or b. Shapes equal; rows may be strided.
void add(Context& ctx, const View& a, const View& b, const View& y);

}  // namespace undula
