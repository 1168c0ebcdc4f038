#include "core/cuda/ops.h"
#include "core/ops/convert_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

template <class X, class Y>
void launch_convert(const Queue& queue, const View& x, const View& y) {
  ConvertParams<X, Y> p{reinterpret_cast<const X*>(x.data),
                        reinterpret_cast<Y*>(y.data),
                        x.shape[0],
                        x.shape[1],
                        x.strides[0],
                        y.strides[0]};
  const int64_t count = x.count();
  if (count == 0) return;
  const auto aligned = [](const void* data, size_t bytes) { return reinterpret_cast<uintptr_t>(data) % bytes == 0; };
  if (x.contiguous() && y.contiguous() && count % 4 == 0 && aligned(p.x, 4 * sizeof(X)) &&
      aligned(p.y, 4 * sizeof(Y))) {
    p.rows = 1;
    p.columns = count;
    UNDULA_LAUNCH(queue, (convert_quads<X, Y>), Grid{(count / 4 + kConvertThreads - 1) / kConvertThreads},
                  kConvertThreads, 0, p);
    return;
  }
  UNDULA_LAUNCH(queue, (convert_rows<X, Y>), Grid{(count + kConvertThreads - 1) / kConvertThreads}, kConvertThreads, 0,
                p);
}

}  // namespace

void Ops::convert(Context& ctx, const View& x, const View& y) {
  if (ctx.planning()) return;
  Queue& queue = ctx.device().queue();
  if (x.dtype == DType::kF32) return launch_convert<float, Bf16>(queue, x, y);
  launch_convert<Bf16, float>(queue, x, y);
}

}  // namespace undula::UNDULA_GPU
