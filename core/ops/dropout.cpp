#include "core/ops/dropout.h"

#include "core/base/error.h"
#include "core/ops/dropout_impl.h"

namespace undula {

void dropout(Context& ctx, const View& x, const Rows& rows, double rate, const RandomKey& key, const View& y) {
  require(x.shape.rank() == 3, "dropout", "x must be (batch, length, channels); got " + x.shape.text());
  require(rate >= 0 && rate < 1, "dropout", "rate; got " + std::to_string(rate) + ", want within [0, 1)");
  check_view(y, x.shape, x.dtype, "dropout", "y");
  if (rows.records.present()) check_view(rows.records, {x.shape[0]}, DType::kI32, "dropout", "records");
  if (ctx.planning()) return;
  const uint32_t drop_below = static_cast<uint32_t>(rate * 0x1p32);
  const double scale = 1.0 / (1.0 - rate);
  ctx.pool().parallel_for(x.shape[0], 1, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
      const int64_t record = rows.records.present() ? rows.records.as<int32_t>()[b] : b;
      const RandomKey record_key = key.fold(static_cast<uint64_t>(record));
      dispatch_float(x.dtype, [&](auto zero) {
        ref::dropout_row<decltype(zero)>(x.row(b), record_key, rows.first_position, drop_below, scale, y.row(b));
      });
    }
  });
}

}  // namespace undula
