#include "core/ops/launch_cuda.h"
#include "core/ops/strands_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

template <class T>
StrandBlocks<T> strand_blocks(const View& both, const Rows& rows, const View& over) {
  const int64_t B = both.shape[0] / 2, L = both.shape[1], C = both.shape[2];
  Tiles tiled = tiles(B * L, C, {both, over});
  tiled.aligned = tiled.aligned && C % kItems == 0;
  return {tiled, L, device_rows(rows), block<T>(both), block<T>(over)};
}

template <class T>
StrandFold<T> strand_fold(const View& x, const View& partner, double scale, const View& y) {
  return {tiles(y.shape[0], y.shape[1], {x, y}), data_of<const int32_t>(partner), static_cast<float>(scale),
          block<T>(x), matrix<T>(y)};
}

}  // namespace

void Ops::strand_rows(Context& ctx, const Rows& rows, int64_t B, int64_t L, const Rows& both) {
  if (ctx.planning()) return;
  const StrandRows params{B,
                          L,
                          device_rows(rows),
                          data_of<int32_t>(both.lengths),
                          data_of<int32_t>(both.records),
                          data_of<uint8_t>(both.resets)};
  UNDULA_LAUNCH(ctx.device().queue(), pair_rows, {blocks_of(B * L, kThreads)}, kThreads, 0, params);
}

void Ops::strand_tokens(Context& ctx, const View& tokens, const TokenComplement& complement, const Rows& rows,
                        const View& y) {
  if (ctx.planning()) return;
  const int64_t B = tokens.shape[0], L = tokens.shape[1];
  const StrandTokens params{B, L, device_rows(rows), complement, matrix<const uint8_t>(tokens), matrix<uint8_t>(y)};
  UNDULA_LAUNCH(ctx.device().queue(), pair_tokens, {blocks_of(B * L, kThreads)}, kThreads, 0, params);
}

void Ops::exchange_strands(Context& ctx, const View& x, const Rows& rows, const View& y) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = strand_blocks<T>(x, rows, y);
    UNDULA_LAUNCH(ctx.device().queue(), swap_strands<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::align_strands(Context& ctx, const View& x, const Rows& rows, const View& y) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = strand_blocks<T>(x, rows, y);
    UNDULA_LAUNCH(ctx.device().queue(), lay_strands<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::align_strands_backward(Context& ctx, const View& dy, const Rows& rows, const View& dx) {
  if (ctx.planning()) return;
  dispatch_storage(dx.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = strand_blocks<T>(dx, rows, dy);
    UNDULA_LAUNCH(ctx.device().queue(), part_strands<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::fold_strands(Context& ctx, const View& x, const View& partner, double scale, const View& y) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = strand_fold<T>(x, partner, scale, y);
    UNDULA_LAUNCH(ctx.device().queue(), fold_rows<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::fold_strands_backward(Context& ctx, const View& dy, const View& partner, double scale, const View& dx) {
  if (ctx.planning()) return;
  dispatch_storage(dx.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = strand_fold<T>(dx, partner, scale, dy);
    UNDULA_LAUNCH(ctx.device().queue(), fold_rows_backward<T>, grid(params.tiles), kThreads, 0, params);
  });
}

}  // namespace undula::UNDULA_GPU
