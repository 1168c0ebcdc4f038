#include <cmath>

#include "core/ops/selective_scan_impl.h"
#include "core/ops/selective_scan_work.h"

namespace undula::cpu {
namespace {

// Forward reduces nothing over channels: its groups may be one block wide, but those of a few steps are not worth a
// task each. Backward keeps a partial dB and dC for each group: few wide groups need less memory.
ChannelGroups forward_groups(const ScanIn& in) {
  return {in.u.shape[2], in.u.shape[1] < kScanChunk ? kScanForwardGroup : kChannelAlign, kScanForwardGroup};
}

ChannelGroups backward_groups(const ScanIn& in) {
  return {in.u.shape[2], 64, kScanBackwardGroup};
}

/// Puts the state before each segment in its place. Every segment but the last is summarised from a zero start, then
/// the summaries are applied one after the other.
void seed_segments(const ScanWork& work, const ScanIn& in) {
  work.for_each_group([&](int64_t b, int64_t channel, int64_t channels) {
    pack_state(in.h0, b, channel, channels, work.N, work.state(b, 0, channel));
  });
  if (work.segments.count == 1) return;
  work.for_each_cut([&](const Cut& cut) {
    if (cut.last) return;
    ScanSummary task;
    float* end = work.state(cut.walk.row, cut.segment + 1, cut.channel);
    pack_state(View(), 0, 0, cut.channels, work.N, end);
    work.fill(task, cut, end);
    task.sum_dt = work.sum_dt(cut.walk.row, cut.segment, cut.channel);
    scan_summary_task(task);
  });
  work.for_each_group([&](int64_t b, int64_t channel, int64_t channels) {
    for (int64_t segment = 0; segment + 1 < work.row_segments(b).count; ++segment) {
      work.carry(work.state(b, segment, channel), work.sum_dt(b, segment, channel), channel, channels,
                 work.state(b, segment + 1, channel));
    }
  });
}

/// The mirror: puts the gradient of the state after each segment in its place.
void seed_gradients(const ScanWork& work, const ScanGrad& grad) {
  work.for_each_group([&](int64_t b, int64_t channel, int64_t channels) {
    pack_state(grad.dhL, b, channel, channels, work.N, work.state(b, work.row_segments(b).count - 1, channel));
  });
  if (work.segments.count == 1) return;
  work.for_each_cut([&](const Cut& cut) {
    if (cut.segment == 0) return;
    ScanSummary task;
    float* start = work.state(cut.walk.row, cut.segment - 1, cut.channel);
    pack_state(View(), 0, 0, cut.channels, work.N, start);
    work.fill(task, cut, start);
    task.sum_dt = work.sum_dt(cut.walk.row, cut.segment, cut.channel);
    task.dy = cut.walk.track(grad.dy, cut.channel);
    scan_backward_summary_task(task);
  });
  work.for_each_group([&](int64_t b, int64_t channel, int64_t channels) {
    for (int64_t segment = work.row_segments(b).count - 1; segment > 0; --segment) {
      work.carry(work.state(b, segment, channel), work.sum_dt(b, segment, channel), channel, channels,
                 work.state(b, segment - 1, channel));
    }
  });
}

/// Gradients of A, D and the bias that each (row, segment) gives, padded channels, and dB, dC of each group.
struct Partials {
  Partials(Context& ctx, const ScanWork& work)
      : h(ctx.scratch({work.B, work.segments.count, work.padded, work.N}, DType::kF32)),
        dA(ctx.scratch({work.B, work.segments.count, work.padded, work.N}, DType::kF32)),
        dD(ctx.scratch({work.B, work.segments.count, work.padded}, DType::kF32)),
        ddt_bias(ctx.scratch({work.B, work.segments.count, work.padded}, DType::kF32)),
        dBC(ctx.scratch({work.groups.count, work.B, work.L, 2 * work.N}, DType::kF32)) {}

  float* of(const View& view, int64_t b, int64_t segment, int64_t channel) const {
    const int64_t each = view.shape.rank() == 4 ? view.shape[3] : 1;
    return view.as<float>() + ((b * view.shape[1] + segment) * view.shape[2] + channel) * each;
  }

  View h, dA, dD, ddt_bias, dBC;
};

/// dB and dC of every position: the groups' shares in order.
void add_groups(Context& ctx, const ScanWork& work, const Rows& rows, const View& dBC, const ScanGrad& grad) {
  const int64_t N = work.N, plane = work.B * work.L * 2 * N;
  ctx.pool().parallel_for(work.B * work.L, 256, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      const int64_t b = i / work.L, t = i % work.L;
      const bool valid = t < rows.length(b, work.L);
      float* dB = grad.dB.as<float>() + b * grad.dB.strides[0] + t * grad.dB.strides[1];
      float* dC = grad.dC.as<float>() + b * grad.dC.strides[0] + t * grad.dC.strides[1];
      for (int64_t n = 0; n < N; ++n) dB[n] = dC[n] = 0;
      const float* share = dBC.as<float>() + i * 2 * N;
      for (int64_t group = 0; valid && group < work.groups.count; ++group, share += plane) {
        for (int64_t n = 0; n < N; ++n) dB[n] += share[n];
        for (int64_t n = 0; n < N; ++n) dC[n] += share[N + n];
      }
    }
  });
}

/// sum[i] = the shares of all rows and segments in order, i < count; the first row's first share becomes the sum.
float* sum_shares(const ScanWork& work, const Partials& partials, const View& shares, int64_t channel, int64_t count) {
  float* sum = partials.of(shares, 0, 0, channel);
  for (int64_t b = 0; b < work.B; ++b) {
    for (int64_t segment = b == 0 ? 1 : 0; segment < work.row_segments(b).count; ++segment) {
      const float* share = partials.of(shares, b, segment, channel);
      for (int64_t i = 0; i < count; ++i) sum[i] += share[i];
    }
  }
  return sum;
}

/// dA_log and dA_imag of channel e from those of complex A, (N, lanes).
void add_complex_A(const ScanIn& in, int64_t e, const float* dA, const ScanGrad& grad) {
  const int64_t lanes = scan_lanes();
  const float* A_log = in.A_log.as<float>() + e * in.A_log.strides[0];
  float* dA_log = grad.dA_log.as<float>() + e * grad.dA_log.strides[0];
  float* dA_imag = grad.dA_imag.as<float>() + e * grad.dA_imag.strides[0];
  for (int64_t p = 0; p < in.A_log.shape[1]; ++p) {
    dA_log[p] -= std::exp(A_log[p]) * dA[2 * p * lanes];
    dA_imag[p] += dA[(2 * p + 1) * lanes];
  }
}

/// Gradients of the parameters. dA_log = A dA.
void add_rows(Context& ctx, const ScanWork& work, const ScanIn& in, const Partials& partials, const ScanGrad& grad) {
  if (work.B == 0) return;
  const int64_t N = work.N, lanes = scan_lanes();
  ctx.pool().parallel_for(work.padded / kChannelAlign, 1, [&](int64_t first, int64_t last) {
    const int64_t begin = first * kChannelAlign, end = std::min(last * kChannelAlign, work.E);
    const int64_t blocks = (last - first) * kChannelAlign;
    const float* dA = sum_shares(work, partials, partials.dA, begin, blocks * N);
    const float* dD = sum_shares(work, partials, partials.dD, begin, blocks);
    const float* ddt_bias = sum_shares(work, partials, partials.ddt_bias, begin, blocks);
    for (int64_t e = begin; e < end; ++e) {
      const float* A_log = in.A_log.as<float>() + e * in.A_log.strides[0];
      const float* dA_e = dA + (e - begin) / lanes * lanes * N + e % lanes;
      float* dA_log = grad.dA_log.as<float>() + e * grad.dA_log.strides[0];
      grad.dD.as<float>()[e] += dD[e - begin];
      grad.ddt_bias.as<float>()[e] += ddt_bias[e - begin];
      if (in.A_imag.present()) {
        add_complex_A(in, e, dA_e, grad);
        continue;
      }
      for (int64_t n = 0; n < N; ++n) dA_log[n] -= std::exp(A_log[n]) * dA_e[n * lanes];
    }
  });
}

}  // namespace

void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out) {
  ScratchScope scope(ctx);
  ScanWork work(ctx, in, rows, direction, forward_groups(in), true);
  if (ctx.planning()) return;
  work.begin();
  seed_segments(work, in);
  work.for_each_cut([&](const Cut& cut) {
    const int64_t b = cut.walk.row;
    ScanForward task;
    work.fill(task, cut, work.state(b, cut.segment, cut.channel));
    task.y = cut.walk.track(out.y, cut.channel);
    if (out.chunk_states.present()) {
      task.chunk_stride = work.E * work.N;
      task.chunk_states = out.chunk_states.as<float>() + b * out.chunk_states.strides[0] + cut.channel * work.N;
    }
    scan_forward_task(task);
    if (!cut.last) return;
    unpack_state(task.h, b, cut.channel, cut.channels, work.N, out.hL);
    clear_padding(out.y, cut.walk, cut.channel, cut.channels);
  });
}

void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                             const View& chunk_states, const ScanGrad& grad) {
  ScratchScope scope(ctx);
  ScanWork work(ctx, in, rows, direction, backward_groups(in), true);
  const Partials partials(ctx, work);
  if (ctx.planning()) return;
  work.begin();
  for (const View* view : {&partials.dA, &partials.dD, &partials.ddt_bias}) fill_zero(*view);
  seed_gradients(work, grad);
  work.for_each_cut([&](const Cut& cut) {
    const int64_t b = cut.walk.row, channel = cut.channel;
    const auto partial = [&](const View& view) { return partials.of(view, b, cut.segment, channel); };
    const auto track = [&](const View& view) { return cut.walk.track(view, channel); };
    ScanBackward task;
    work.fill(task, cut, partial(partials.h));
    task.chunk_stride = work.E * work.N;
    task.chunk_states = chunk_states.as<float>() + b * chunk_states.strides[0] + channel * work.N;
    task.dy = track(grad.dy);
    task.du = track(grad.du);
    task.ddt = track(grad.ddt);
    task.dz = track(grad.dz);
    task.dBC = cut.walk.track(partials.dBC.row(cut.group), 0);
    task.g = work.state(b, cut.segment, channel);
    task.dA = partial(partials.dA);
    task.dD = partial(partials.dD);
    task.ddt_bias = partial(partials.ddt_bias);
    scan_backward_task(task);
    if (cut.segment == 0) unpack_state(task.g, b, channel, cut.channels, work.N, grad.dh0);
    if (!cut.last) return;
    for (const View* view : {&grad.du, &grad.ddt, &grad.dz}) clear_padding(*view, cut.walk, channel, cut.channels);
  });
  add_groups(ctx, work, rows, partials.dBC, grad);
  add_rows(ctx, work, in, partials, grad);
}

void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                            const View& sum_dt) {
  ScratchScope scope(ctx);
  ScanWork work(ctx, in, rows, direction, forward_groups(in), false);
  if (ctx.planning()) return;
  work.begin();
  work.for_each_cut([&](const Cut& cut) {
    const int64_t b = cut.walk.row;
    ScanSummary task;
    work.fill(task, cut, work.state(b, 0, cut.channel));
    task.sum_dt = work.sum_dt(b, 0, cut.channel);
    pack_state(View(), 0, 0, cut.channels, work.N, task.h);
    scan_summary_task(task);
    unpack_state(task.h, b, cut.channel, cut.channels, work.N, h_zero);
    std::copy_n(task.sum_dt, cut.channels, sum_dt.as<float>() + b * sum_dt.strides[0] + cut.channel);
  });
}

void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                     const View& dy, const View& g_zero, const View& sum_dt) {
  ScratchScope scope(ctx);
  ScanWork work(ctx, in, rows, direction, forward_groups(in), false);
  if (ctx.planning()) return;
  work.begin();
  work.for_each_cut([&](const Cut& cut) {
    const int64_t b = cut.walk.row;
    ScanSummary task;
    work.fill(task, cut, work.state(b, 0, cut.channel));
    task.sum_dt = work.sum_dt(b, 0, cut.channel);
    task.dy = cut.walk.track(dy, cut.channel);
    pack_state(View(), 0, 0, cut.channels, work.N, task.h);
    scan_backward_summary_task(task);
    unpack_state(task.h, b, cut.channel, cut.channels, work.N, g_zero);
    std::copy_n(task.sum_dt, cut.channels, sum_dt.as<float>() + b * sum_dt.strides[0] + cut.channel);
  });
}

}  // namespace undula::cpu
