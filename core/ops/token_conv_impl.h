#pragma once
#include "core/ops/token_conv.h"

// The implementations behind core/ops/token_conv.h, called with checked arguments.
namespace undula::ref {

template <class T>
void token_conv_forward(const View& tokens, const View& w, const View& bias, const Rows& rows, const View& tail,
                        const View& y);
template <class T>
void token_conv_backward(const View& tokens, const Rows& rows, const View& tail, const View& dy, const View& dw,
                         const View& dbias);

}  // namespace undula::ref
