#include "core/cpu/matmul.h"

#include <map>
#include <utility>

#include "core/cpu/matmul_onednn.h"
#include "core/cpu/matmul_own.h"
#include "core/cpu/matmul_ref.h"
#include "core/cpu/packed_copies.h"
#include "core/cpu/row_tiles.h"
#include "core/memory/context.h"

namespace undula {
namespace {

/// The right side B (depth, columns) of a product: w (columns, depth) transposed, or w (depth, columns) as it is.
struct RightSide {
  View w;
  bool transposed;
  int64_t depth() const { return w.shape[transposed ? 1 : 0]; }
  int64_t columns() const { return w.shape[transposed ? 0 : 1]; }
};

}  // namespace

struct Matmul::Impl {
  /// y (M, columns) = x (M, depth) B + bias.
  void multiply(Context& ctx, const View& x, const RightSide& b, const View& bias, const View& y, uint64_t generation) {
    ScratchScope scope(ctx);
    if (backend == MatmulBackend::kEigen) {
      by_eigen(ctx, x, b, bias, y);
    } else if (backend == MatmulBackend::kOneDnn && !onednn::instruction_set().empty()) {
      by_onednn(ctx, x, b, bias, y, generation);
    } else {
      by_own(ctx, x, b, bias, y, generation);
    }
  }

  std::byte* packed(Context& ctx, MatmulBackend format, const RightSide& b, size_t bytes, uint64_t generation,
                    const std::function<void(std::byte*)>& pack) {
    return copies.get(ctx, {b.w.data, b.transposed, static_cast<int>(format)}, bytes, generation, pack);
  }

  void by_own(Context& ctx, const View& x, const RightSide& b, const View& bias, const View& y, uint64_t generation) {
    const PanelLayout layout{b.depth(), b.columns()};
    const size_t bytes = static_cast<size_t>(layout.size()) * sizeof(float);
    const std::byte* copy = packed(ctx, MatmulBackend::kOwn, b, bytes, generation, [&](std::byte* to) {
      (b.transposed ? pack_transposed : pack_plain)(ctx.pool(), b.w, reinterpret_cast<float*>(to));
    });
    if (!ctx.planning()) own::product(ctx.pool(), x, layout, reinterpret_cast<const float*>(copy), bias, y);
  }

  void by_onednn(Context& ctx, const View& x, const RightSide& b, const View& bias, const View& y,
                 uint64_t generation) {
    auto& product = onednn_products[{b.depth(), b.columns()}];
    if (!product) product = onednn::make_product(RowTiles::kTileRows, b.depth(), b.columns());
    const int64_t apart = b.w.strides[0];
    std::byte* copy = packed(ctx, MatmulBackend::kOneDnn, b, product->packed_bytes(), generation, [&](std::byte* to) {
      product->pack(b.w.as<float>(), b.transposed ? 1 : apart, b.transposed ? apart : 1, to);
    });
    const RowTiles tiles(ctx, x, y, product->scratch_bytes());
    if (!ctx.planning()) tiles.run(product->with(copy, bias.present() ? bias.as<float>() : nullptr));
  }

  static void by_eigen(Context& ctx, const View& x, const RightSide& b, const View& bias, const View& y) {
    const RowTiles tiles(ctx, x, y, 0);
    if (ctx.planning()) return;
    tiles.run([&](const float* from, float* to, std::byte*) {
      const View left(const_cast<float*>(from), DType::kF32, {RowTiles::kTileRows, b.depth()});
      const View result(to, DType::kF32, {RowTiles::kTileRows, b.columns()});
      if (b.transposed) {
        ref::product<float>(left, b.w, bias, result);
      } else {
        ref::product_input_gradient<float>(left, b.w, result);
      }
    });
  }

  MatmulBackend backend = MatmulBackend::kOwn;
  PackedCopies copies;
  std::map<std::pair<int64_t, int64_t>, std::unique_ptr<onednn::Product>> onednn_products;  // by (depth, columns)
};

Matmul::Matmul() : impl_(std::make_unique<Impl>()) {}
Matmul::~Matmul() = default;

void Matmul::set_backend(MatmulBackend backend) {
  impl_->backend = backend;
}

void Matmul::product(Context& ctx, const View& x, const View& w, const View& bias, const View& y, uint64_t generation) {
  if (x.dtype == DType::kF32) return impl_->multiply(ctx, x, {w, true}, bias, y, generation);
  if (!ctx.planning()) ref::product<double>(x, w, bias, y);
}

void Matmul::product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx, uint64_t generation) {
  if (dy.dtype == DType::kF32) return impl_->multiply(ctx, dy, {w, false}, View(), dx, generation);
  if (!ctx.planning()) ref::product_input_gradient<double>(dy, w, dx);
}

void Matmul::product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw) {
  if (ctx.planning()) return;
  if (dy.dtype == DType::kF64) return ref::product_weight_gradient<double>(dy, x, dw);
  if (impl_->backend == MatmulBackend::kEigen) return ref::product_weight_gradient<float>(dy, x, dw);
  own::weight_gradient(ctx.pool(), dy, x, dw);
}

size_t Matmul::packed_bytes() const {
  return impl_->copies.bytes();
}

}  // namespace undula
