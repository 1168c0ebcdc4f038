#include <algorithm>
#include <cmath>

#include "core/ops/s4d_scan.h"
#include "core/ops/s4d_scan_impl.h"
#include "tests/bench/bench.h"
#include "tests/bench/ceilings.h"
#include "tests/bench/machine.h"

// The S4D scan beside the multiply-adds that the machine can do, were it to spend them on the recurrence as it reads: 6
// for each pair and position forward (4 to turn and decay, 2 for the output), 16 backward (the states once more, their
// gradients, those of a, C and u). Chunks need fewer, so that a ratio may pass 100 %; rows of 15 steps are all
// recurrence.
namespace undula::bench {
namespace {

struct Problem {
  Problem(int64_t batch, int64_t length, int64_t channels) : B(batch), L(length), E(channels) {
    const auto make = [&](Shape shape, double low = -1, double high = 1) {
      memory.push_back(filled(shape, low, high, memory.size()));
      return memory.back().view(shape, DType::kF32);
    };
    const Shape wide{B, L, E}, pairs{E, M}, state{B, 2 * M, E};
    in = {make(wide),        make(pairs, -1, 0), make(pairs, 0, 100), make({E, M, 2}),
          make({E}, -7, -2), make({E}),          make(state),         1};
    out = {make(wide), make(state), make(s4d_states_shape(B, L, E, M))};
    grad = {make(wide), View(), make(wide), View(), make(pairs), make(pairs), make({E, M, 2}), make({E}), make({E})};
  }

  void forward(Context& ctx, bool keep) const {
    S4dOut o = out;
    if (!keep) o.states = View();
    s4d_scan_forward(ctx, in, Rows(), Direction::kForward, o);
  }
  void backward(Context& ctx) const { s4d_scan_backward(ctx, in, Rows(), Direction::kForward, out.states, grad); }
  double positions() const { return static_cast<double>(B * L * E); }

  static constexpr int64_t M = 32;
  int64_t B, L, E;
  std::vector<Buffer> memory;
  S4dIn in;
  S4dOut out;
  S4dGrad grad;
};

/// Plans, reserves and runs.
template <class F>
void run(Context& ctx, F&& body) {
  ctx.arena().plan();
  body();
  ctx.arena().reserve();
  body();
}

void check_kernels() {
  Context ctx(1);
  const Problem p(1, 130, 40);
  run(ctx, [&] { p.forward(ctx, true); });
  const Buffer reference = Buffer::of(p.out.y.shape, DType::kF32);
  const S4dOut want{reference.view(p.out.y.shape, DType::kF32), View(), View()};
  run(ctx, [&] { ref::s4d_scan_forward<float>(ctx, p.in, Rows(), Direction::kForward, want); });
  float largest = 0, error = 0;
  for (int64_t i = 0; i < want.y.count(); ++i) {
    largest = std::max(largest, std::abs(want.y.as<float>()[i]));
    error = std::max(error, std::abs(want.y.as<float>()[i] - p.out.y.as<float>()[i]));
  }
  verify(error <= 1e-4f * largest, "the S4D scan disagrees with its reference");
}

/// Multiply-adds per second.
double multiply_add_ceiling(Report& report, int threads) {
  constexpr int64_t kRounds = 1 << 20;
  ThreadPool pool(threads);
  double operations = 0;
  const Timing timing = time([&] {
    pool.parallel_for(threads, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) operations = fma_chains(kRounds);
    });
  });
  const double work = operations / 2 * threads;
  report.add("multiply-adds", "Gfma/s", threads, work, timing);
  return work / timing.best;
}

void bench_shape(Report& report, int threads, int64_t B, int64_t L, int64_t E, double multiply_adds) {
  Context ctx(threads);
  const Problem p(B, L, E);
  const std::string shape = "B " + std::to_string(B) + " L " + std::to_string(L) + " E " + std::to_string(E);
  const auto measure = [&](const std::string& name, double cost, auto&& body) {
    run(ctx, body);
    const Timing timing = time(body);
    const double states = p.positions() * Problem::M;
    report.add(name + " " + shape, "Gpairs/s", threads, states, timing, "recurrence", multiply_adds / cost);
    report.add(name + " " + shape, "Gchannels/s", threads, p.positions(), timing, "recurrence",
               multiply_adds / cost / static_cast<double>(Problem::M));
  };
  measure("forward", 6, [&] { p.forward(ctx, false); });
  measure("forward, saving", 6, [&] { p.forward(ctx, true); });
  measure("backward", 16, [&] { p.backward(ctx); });
}

}  // namespace
}  // namespace undula::bench

int main(int argc, char** argv) {
  using namespace undula::bench;
  Report report(argc, argv);
  check_kernels();
  for (const int threads : report.threads()) {
    const double multiply_adds = multiply_add_ceiling(report, threads);
    for (const auto& [B, L, E] :
         {std::tuple<int64_t, int64_t, int64_t>(1, 16000, 64), {16, 1000, 256}, {1000, 15, 64}, {1, 1, 64}}) {
      bench_shape(report, threads, B, L, E, multiply_adds);
    }
  }
  return report.finish();
}
