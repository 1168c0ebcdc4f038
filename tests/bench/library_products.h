#pragma once
#include <functional>

#include "core/base/view.h"

// The same products by libraries: what ours is verified against and compared with.
namespace undula::bench {

/// y = x w^T and dw += dy^T x by Eigen, one thread.
void eigen_product(const View& x, const View& w, const View& y);
void eigen_weight_gradient(const View& dy, const View& x, const View& dw);

/// y = x w^T by oneDNN, one thread, the weights packed beforehand; empty where oneDNN is not installed.
std::function<void()> onednn_product(const View& x, const View& w, const View& y);

}  // namespace undula::bench
