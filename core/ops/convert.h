#pragma once
#include "core/memory/context.h"

namespace undula {

/// y = x in the type of y: fp32 or bfloat16, rounded to nearest, ties to even. Shapes equal; rows may be strided.
void convert(Context& ctx, const View& x, const View& y);

}  // namespace undula
