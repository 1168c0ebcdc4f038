#include "core/ops/dropout.h"

#include <string>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/dropout_impl.h"

namespace undula {

void dropout(Context& ctx, const View& x, const Rows& rows, double rate, const RandomKey& key, const View& y) {
  require(x.shape.rank() == 3, "dropout", "x must be (batch, length, channels); got " + x.shape.text());
  require(rate >= 0 && rate < 1, "dropout", "rate; got " + std::to_string(rate) + ", want within [0, 1)");
  check_numbers(y, x.shape, x.dtype, "dropout", "y");
  const int64_t B = x.shape[0], L = x.shape[1], C = x.shape[2];
  check_rows(rows, B, L, "dropout");
  if (ctx.on_device()) return ctx.device_ops().dropout(ctx, x, rows, rate, key, y);
  if (ctx.planning()) return;
  const auto drop_below = static_cast<uint32_t>(rate * 0x1p32);
  const double scale = 1.0 / (1.0 - rate);
  ctx.pool().parallel_for(B * L, 1 + 16384 / (C + 1), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t b = i / L, t = i % L, record = rows.records.present() ? rows.records.as<int32_t>()[b] : b;
      const uint64_t bits =
          key.fold(static_cast<uint64_t>(record)).bits(static_cast<uint64_t>(rows.first_position + t));
      const int64_t from = b * x.strides[0] + t * x.strides[1], to = b * y.strides[0] + t * y.strides[1];
      if (x.dtype == DType::kF64) {
        ref::dropout_position<double>(x.as<double>() + from, bits, drop_below, scale, y.as<double>() + to, C);
      } else {
        cpu::dropout_position(x.as<float>() + from, bits, drop_below, static_cast<float>(scale), y.as<float>() + to, C);
      }
    }
  });
}

}  // namespace undula
