#include "core/ops/selective_scan_work.h"

#include <cmath>
#include <cstring>

namespace undula::cpu {

ScanWork::ScanWork(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ChannelGroups& cuts,
                   bool split)
    : B(in.u.shape[0]),
      L(in.u.shape[1]),
      E(in.u.shape[2]),
      N(in.states()),
      padded(padded_channels(E)),
      groups(cuts),
      segments(L, groups, rows.resets.present() || !split || in.A_imag.present()),
      ctx_(ctx),
      in_(in),
      rows_(rows),
      direction_(direction),
      whole_(rows.resets.present() || !split || in.A_imag.present()),
      state_(ctx.scratch({B, segments.count, padded, N}, DType::kF32)),
      sum_dt_(ctx.scratch({B, segments.count, padded}, DType::kF32)) {
  const int64_t size = padded * (N + 2);
  if (in.generation == 0) {
    folded_ = ctx.scratch({size}, DType::kF32).as<float>();
    return;
  }
  // The blocks are as wide as the vectors of the instruction set: that is part of what they were made for.
  const uint64_t made_for = in.generation << 8 | static_cast<uint64_t>(scan_lanes());
  const Derived::Block block = ctx.derived().of(in.A_log.data, size, made_for, ctx.planning());
  folded_ = block.floats;
  stale_ = block.stale;
}

void ScanWork::begin() {
  fill_zero(sum_dt_);
  if (!stale_) return;
  float *D = folded_ + padded * N, *dt_bias = D + padded;
  for (const auto& [from, to] : {std::pair{&in_.D, D}, std::pair{&in_.dt_bias, dt_bias}}) {
    std::copy_n(from->as<float>(), E, to);
    std::fill(to + E, to + padded, 0.0F);
  }
  ctx_.pool().parallel_for(padded / kChannelAlign, 8, [&](int64_t first, int64_t last) {
    const int64_t channel = first * kChannelAlign, channels = std::min(last * kChannelAlign, E) - channel;
    const int64_t stride = in_.A_log.strides[0];
    const float* A_log = in_.A_log.as<float>() + channel * stride;
    float* A2 = folded_ + channel * N;
    if (!in_.A_imag.present()) return scan_fold_A(A_log, stride, channels, N, A2);
    const int64_t stride_imag = in_.A_imag.strides[0];
    scan_fold_complex_A(A_log, stride, in_.A_imag.as<float>() + channel * stride_imag, stride_imag, channels, N, A2);
  });
}

void ScanWork::fill(ScanTask& task, const Cut& cut, float* state) const {
  const RowWalk& walk = cut.walk;
  task.begin = cut.begin;
  task.end = cut.end;
  task.channels = cut.channels;
  task.N = N;
  task.u = walk.track(in_.u, cut.channel);
  task.dt = walk.track(in_.dt, cut.channel);
  task.z = walk.track(in_.z, cut.channel);
  task.B = walk.track(in_.B, 0);
  task.C = walk.track(in_.C, 0);
  task.A2 = folded_ + cut.channel * N;
  task.D = folded_ + padded * N + cut.channel;
  task.dt_bias = task.D + padded;
  task.complex = in_.A_imag.present();
  task.h = state;
  task.starts = walk.starts();
}

void ScanWork::carry(const float* from, const float* sum_dt, int64_t channel, int64_t channels, float* to) const {
  const int64_t lanes = scan_lanes();
  const float* A2 = folded_ + channel * N;
  for (int64_t i = 0; i < ceil_div(channels, lanes) * lanes * N; ++i) {
    to[i] += std::exp2(A2[i] * sum_dt[i / (N * lanes) * lanes + i % lanes]) * from[i];
  }
}

void pack_state(const View& state, int64_t b, int64_t channel, int64_t channels, int64_t N, float* blocks) {
  const float* first = state.present() ? state.as<float>() + b * state.strides[0] + channel : nullptr;
  scan_pack_state(first, state.present() ? state.strides[1] : 0, channels, N, blocks);
}

void unpack_state(const float* blocks, int64_t b, int64_t channel, int64_t channels, int64_t N, const View& state) {
  if (!state.present()) return;
  scan_unpack_state(blocks, channels, N, state.as<float>() + b * state.strides[0] + channel, state.strides[1]);
}

void clear_padding(const View& view, const RowWalk& walk, int64_t channel, int64_t channels) {
  if (!view.present()) return;
  for (int64_t t = walk.length; t < view.shape[1]; ++t) {
    float* row = view.as<float>() + walk.row * view.strides[0] + t * view.strides[1] + channel;
    std::memset(row, 0, static_cast<size_t>(channels) * sizeof(float));
  }
}

}  // namespace undula::cpu
