#include <algorithm>
#include <array>
#include <cstring>

#include "core/ops/row_walk.h"
#include "core/ops/s4d_mode.h"
#include "core/ops/s4d_scan_impl.h"
#include "core/ops/s4d_scan_kernels.h"
#include "core/ops/selective_scan_work.h"

namespace undula::cpu {
namespace {

using Mode = S4dMode<double>;
constexpr int64_t T = kS4dChunk;

/// powers[j] = a^j, j <= T.
std::array<Mode::Complex, T + 1> powers_of(const Mode& mode) {
  std::array<Mode::Complex, T + 1> powers{1};
  for (size_t j = 1; j <= T; ++j) powers[j] = powers[j - 1] * mode.a;
  return powers;
}

/// A complex number as two rows of a table, and what rounding takes from it as the next two.
void write_factor(const Mode::Complex& factor, float* to) {
  const double parts[] = {factor.real(), factor.imag()};
  for (int i = 0; i < 2; ++i) {
    to[i * kS4dWidth] = static_cast<float>(parts[i]);
    to[(i + 2) * kS4dWidth] = static_cast<float>(parts[i] - static_cast<double>(to[i * kS4dWidth]));
  }
}

/// Columns of the tables (S4dTable) of channels [e, e + channels), from float64.
void fill_table(const S4dIn& in, int64_t e, int64_t channels, float* table) {
  const int64_t M = in.log_A_real.shape[1];
  const S4dTable at{2 * M};
  std::memset(table, 0, static_cast<size_t>(at.floats()) * sizeof(float));
  for (int64_t lane = 0; lane < channels; ++lane) {
    const auto row = [&](int64_t i) -> float& { return table[i * kS4dWidth + lane]; };
    std::array<double, T> taps{};
    for (int64_t p = 0; p < M; ++p) {
      const Mode mode = Mode::of<float>(in, e + lane, p);
      const auto powers = powers_of(mode);
      for (int64_t t = 0; t < T; ++t) {
        const Mode::Complex input = powers[static_cast<size_t>(T - 1 - t)];
        const Mode::Complex output = 2.0 * mode.c * powers[static_cast<size_t>(t + 1)];
        row(at.in() + 2 * p * T + t) = static_cast<float>(input.real());
        row(at.in() + (2 * p + 1) * T + t) = static_cast<float>(input.imag());
        row(at.out() + 2 * p * T + t) = static_cast<float>(output.real());
        row(at.out() + (2 * p + 1) * T + t) = static_cast<float>(-output.imag());
        taps[static_cast<size_t>(t)] += 2 * (mode.c * powers[static_cast<size_t>(t)]).real();
      }
      write_factor(powers[T], &row(at.jump() + 4 * p));
      write_factor(mode.a, &row(at.step() + 4 * p));
      row(at.c() + 2 * p) = static_cast<float>(2 * mode.c.real());
      row(at.c() + 2 * p + 1) = static_cast<float>(-2 * mode.c.imag());
    }
    row(at.D()) = in.D.as<float>()[e + lane];
    taps[0] += row(at.D());
    for (int64_t j = 0; j < T; ++j) row(at.taps() + j) = static_cast<float>(taps[static_cast<size_t>(j)]);
  }
}

/// The chain rule from a table's gradients, one lane of them, to the parameters of channel e.
void add_channel(const S4dIn& in, int64_t e, const float* lane, const S4dGrad& grad) {
  using Complex = Mode::Complex;
  const int64_t M = in.log_A_real.shape[1];
  const S4dTable at{2 * M};
  const auto row = [&](int64_t i) { return static_cast<double>(lane[i * kS4dWidth]); };
  double dlog_dt = 0;
  for (int64_t p = 0; p < M; ++p) {
    const Mode mode = Mode::of<float>(in, e, p);
    const auto powers = powers_of(mode);
    // da[j], dca[j]: gradients of a^j as it stands alone and in c a^j.
    std::array<Complex, T + 1> da{}, dca{};
    for (int64_t t = 0; t < T; ++t) {
      da[static_cast<size_t>(T - 1 - t)] += Complex(row(at.in() + 2 * p * T + t), row(at.in() + (2 * p + 1) * T + t));
      dca[static_cast<size_t>(t + 1)] +=
          2.0 * Complex(row(at.out() + 2 * p * T + t), -row(at.out() + (2 * p + 1) * T + t));
      dca[static_cast<size_t>(t)] += 2.0 * row(at.taps() + t);
    }
    da[T] += Complex(row(at.jump() + 4 * p), row(at.jump() + 4 * p + 1));
    da[1] += Complex(row(at.step() + 4 * p), row(at.step() + 4 * p + 1));
    dca[0] += 2.0 * Complex(row(at.c() + 2 * p), -row(at.c() + 2 * p + 1));
    Complex dz = 0, dc = 0;
    for (size_t j = 0; j <= T; ++j) {
      dc += std::conj(powers[j]) * dca[j];
      dz += static_cast<double>(j) * std::conj(powers[j]) * (da[j] + std::conj(mode.c) * dca[j]);
    }
    dlog_dt += add_gradient<float, double>(mode.gradient(dz, dc), e, p, grad);
  }
  grad.dlog_dt.as<float>()[e] += static_cast<float>(dlog_dt);
  grad.dD.as<float>()[e] += static_cast<float>(row(at.D()) + row(at.taps()));
}

/// What both entry points share: extents, the tables, working states.
class Work {
 public:
  Work(Context& ctx, const S4dIn& from)
      : B(from.u.shape[0]),
        L(from.u.shape[1]),
        E(from.u.shape[2]),
        M(from.log_A_real.shape[1]),
        N(2 * M),
        blocks(ceil_div(E, kS4dWidth)),
        table{N},
        in(from),
        state_(ctx.scratch({B, blocks, N, kS4dWidth}, DType::kF32)) {
    const int64_t count = blocks * table.floats();
    if (in.generation == 0) {
      const View scratch = ctx.scratch({count}, DType::kF32);
      if (!ctx.planning()) tables_ = {scratch.as<float>(), true};
    } else {
      tables_ = ctx.derived().of(in.log_A_real.data, count, in.generation, ctx.planning());
    }
    if (!tables_.stale) return;
    ctx.pool().parallel_for(blocks, 1, [&](int64_t first, int64_t last) {
      for (int64_t block = first; block < last; ++block) {
        fill_table(in, block * kS4dWidth, channels(block), tables_.floats + block * table.floats());
      }
    });
  }

  int64_t channels(int64_t block) const { return std::min(kS4dWidth, E - block * kS4dWidth); }
  float* state(int64_t b, int64_t block) const { return state_.as<float>() + (b * blocks + block) * N * kS4dWidth; }

  /// Fills what both kernels read.
  void fill(S4dTask& task, const RowWalk& walk, int64_t block, const View& states) const {
    task.length = walk.length;
    task.channels = channels(block);
    task.N = N;
    task.u = walk.track(in.u, block * kS4dWidth);
    task.starts = walk.starts();
    task.table = tables_.floats + block * table.floats();
    task.E = E;
    if (states.present()) task.states = states.as<float>() + walk.row * states.strides[0] + block * kS4dWidth;
  }

  /// A block's channels of row b of a (B, N, E) view, absent: zeros, to and from working states.
  void load(const View& view, int64_t b, int64_t block, float* to) const {
    std::memset(to, 0, static_cast<size_t>(N * kS4dWidth) * sizeof(float));
    for (int64_t n = 0; view.present() && n < N; ++n) {
      std::copy_n(at(view, b, block, n), channels(block), to + n * kS4dWidth);
    }
  }
  void store(const float* from, int64_t b, int64_t block, const View& view) const {
    for (int64_t n = 0; view.present() && n < N; ++n) {
      std::copy_n(from + n * kS4dWidth, channels(block), at(view, b, block, n));
    }
  }

  const int64_t B, L, E, M, N, blocks;
  const S4dTable table;
  const S4dIn& in;

 private:
  static float* at(const View& view, int64_t b, int64_t block, int64_t n) {
    return view.as<float>() + b * view.strides[0] + n * view.strides[1] + block * kS4dWidth;
  }

  View state_;
  Derived::Block tables_{};
};

}  // namespace

void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out) {
  ScratchScope scope(ctx);
  const Work work(ctx, in);
  if (ctx.planning()) return;
  ctx.pool().parallel_for(work.B * work.blocks, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      const int64_t b = i / work.blocks, block = i % work.blocks;
      const RowWalk walk(rows, direction, b, work.L);
      S4dForward task;
      work.fill(task, walk, block, out.states);
      task.y = walk.track(out.y, block * kS4dWidth);
      task.h = work.state(b, block);
      work.load(in.h0, b, block, task.h);
      s4d_forward_task(task);
      work.store(task.h, b, block, out.hL);
      clear_padding(out.y, walk, block * kS4dWidth, work.channels(block));
    }
  });
}

void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                       const S4dGrad& grad) {
  // Rows are dealt to a few groups, whose gradients of the tables are added in order.
  constexpr int64_t kGroups = 4;
  ScratchScope scope(ctx);
  const Work work(ctx, in);
  const int64_t groups = std::min(work.B, kGroups);
  const View shares = ctx.scratch({groups, work.blocks, work.table.floats()}, DType::kF32);
  if (ctx.planning() || work.B == 0) return;
  fill_zero(shares);
  const auto share = [&](int64_t group, int64_t block) {
    return shares.as<float>() + (group * work.blocks + block) * work.table.floats();
  };
  ctx.pool().parallel_for(groups * work.blocks, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      const int64_t group = i / work.blocks, block = i % work.blocks;
      for (int64_t b = group; b < work.B; b += groups) {
        const RowWalk walk(rows, direction, b, work.L);
        S4dBackward task;
        work.fill(task, walk, block, states);
        task.dy = walk.track(grad.dy, block * kS4dWidth);
        task.du = walk.track(grad.du, block * kS4dWidth);
        task.g = work.state(b, block);
        task.dtable = share(group, block);
        work.load(grad.dhL, b, block, task.g);
        s4d_backward_task(task);
        work.store(task.g, b, block, grad.dh0);
        clear_padding(grad.du, walk, block * kS4dWidth, work.channels(block));
      }
    }
  });
  ctx.pool().parallel_for(work.blocks, 1, [&](int64_t first, int64_t last) {
    for (int64_t block = first; block < last; ++block) {
      float* sum = share(0, block);
      for (int64_t group = 1; group < groups; ++group) {
        const float* other = share(group, block);
        for (int64_t i = 0; i < work.table.floats(); ++i) sum[i] += other[i];
      }
      for (int64_t lane = 0; lane < work.channels(block); ++lane) {
        add_channel(in, block * kS4dWidth + lane, sum + lane, grad);
      }
    }
  });
}

}  // namespace undula::cpu
