#pragma once
#include "core/ops/embedding.h"

// The implementations behind core/ops/embedding.h, called with checked arguments.
namespace undula::ref {

template <class T>
void embedding_forward(const View& ids, const View& table, const Rows& rows, const View& y);
template <class T>
void embedding_backward(const View& ids, const Rows& rows, const View& dy, const View& dtable);

}  // namespace undula::ref
