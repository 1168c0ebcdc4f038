#pragma once
#include "core/ops/token_conv.h"

// The implementations behind core/ops/token_conv.h, called with checked arguments: the float64 reference and the fp32
// path. Each plans its own scratch and returns while planning.
namespace undula {

namespace ref {
void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                        const View& tail, const View& y);
void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                         const View& dw, const View& dbias);
}  // namespace ref

namespace cpu {
void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                        const View& tail, const View& y);
void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                         const View& dw, const View& dbias);
}  // namespace cpu

}  // namespace undula
