#include <algorithm>
#include <cmath>

#include "core/ops/selective_scan.h"
#include "core/ops/selective_scan_impl.h"
#include "tests/bench/bench.h"
#include "tests/bench/ceilings.h"
#include "tests/bench/machine.h"

// The selective scan beside two ceilings: the fastest exponential of its accuracy (one per state; a complex state, two
// of the states counted, takes one and a sine and a cosine), and the time that its inputs and outputs take to pass
// through memory.
namespace undula::bench {
namespace {

struct Problem {
  Problem(int64_t batch, int64_t length, int64_t channels, bool complex) : B(batch), L(length), E(channels) {
    const auto make = [&](Shape shape, double low = -1, double high = 1) {
      memory.push_back(filled(shape, low, high, memory.size()));
      return memory.back().view(shape, DType::kF32);
    };
    const Shape wide{B, L, E}, narrow{B, L, 2 * N};
    const Shape rates{E, complex ? N / 2 : N};
    const View BC = make(narrow), dBC = make(narrow);
    in = {make(wide),
          make(wide, -5, -1),
          make(rates, complex ? -1 : 0, complex ? 0 : 2.7),
          BC.slice(2, 0, N),
          BC.slice(2, N, 2 * N),
          make({E}),
          make({E}),
          make(wide),
          View(),
          complex ? make(rates, 0, 25) : View()};
    out = {make(wide), make({B, N, E}), make(scan_chunk_states_shape(B, L, E, N))};
    grad = {make(wide), View(), make(wide),  make(wide), dBC.slice(2, 0, N), dBC.slice(2, N, 2 * N),
            make(wide), View(), make(rates), make({E}),  make({E}),          complex ? make(rates) : View()};
  }

  void forward(Context& ctx, bool keep) const {
    ScanOut o = out;
    if (!keep) o.chunk_states = View();
    selective_scan_forward(ctx, in, Rows(), Direction::kForward, o);
  }
  void backward(Context& ctx) const {
    selective_scan_backward(ctx, in, Rows(), Direction::kForward, out.chunk_states, grad);
  }
  double states() const { return static_cast<double>(B * L * E * N); }

  static constexpr int64_t N = 16;
  int64_t B, L, E;
  std::vector<Buffer> memory;
  ScanIn in;
  ScanOut out;
  ScanGrad grad;
};

void check_kernels(bool complex) {
  Context ctx(1);
  const Problem p(1, 130, 40, complex);
  const auto run = [&](auto&& body) {
    ctx.arena().plan();
    body();
    ctx.arena().reserve();
    body();
  };
  run([&] { p.forward(ctx, true); });
  const Buffer reference = Buffer::of(p.out.y.shape, DType::kF32);
  const ScanOut want{reference.view(p.out.y.shape, DType::kF32), View(), View()};
  const auto reference_scan = complex ? ref::complex_scan_forward<float> : ref::selective_scan_forward<float>;
  run([&] { reference_scan(ctx, p.in, Rows(), Direction::kForward, want); });
  for (int64_t i = 0; i < want.y.count(); ++i) {
    verify(std::abs(want.y.as<float>()[i] - p.out.y.as<float>()[i]) < 1e-4f, "the scan disagrees with its reference");
  }
}

/// exp in L1, floats per second: the fastest of those tried.
double exp_ceiling(Report& report, int threads) {
  constexpr int64_t kFloats = 4096, kRounds = 2000;
  ThreadPool pool(threads);
  const Buffer x = filled({threads, kFloats}, -10, 0, 1), y = Buffer::of({threads, kFloats}, DType::kF32);
  double best = 0;
  const auto run = [&](const char* name, auto&& f) {
    const Timing timing = time([&] {
      pool.parallel_for(threads, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
          const float* from = reinterpret_cast<const float*>(x.data()) + i * kFloats;
          float* to = reinterpret_cast<float*>(y.data()) + i * kFloats;
          for (int64_t round = 0; round < kRounds; ++round) f(from, to);
        }
      });
    });
    const double work = static_cast<double>(threads * kFloats * kRounds);
    report.add(name, "Gexp/s", threads, work, timing);
    best = std::max(best, work / timing.best);
  };
  run("exp, log2 e folded in, L1", [](const float* from, float* to) { exp_folded(from, 1.442695f, kFloats, to); });
  run("exp, precise argument, L1", [](const float* from, float* to) { exp_precise(from, kFloats, to); });
  return best;
}

void bench_shape(Report& report, int threads, const Problem& p, double exps, double bandwidth) {
  Context ctx(threads);
  const std::string shape = (p.in.A_imag.present() ? "complex B " : "B ") + std::to_string(p.B) + " L " +
                            std::to_string(p.L) + " E " + std::to_string(p.E);
  const auto run = [&](const std::string& name, double arrays, auto&& body) {
    ctx.arena().plan();
    body();
    ctx.arena().reserve();
    const Timing timing = time(body);
    report.add(name + " " + shape, "Gstates/s", threads, p.states(), timing, "exp", exps);
    // Each array of (B, L, E) floats is read or written once.
    const double states_per_byte = static_cast<double>(Problem::N) / (arrays * 4);
    report.add(name + " " + shape, "Gstates/s", threads, p.states(), timing, "memory", bandwidth * states_per_byte);
  };
  run("forward", 4, [&] { p.forward(ctx, false); });
  run("forward, saving", 4.25, [&] { p.forward(ctx, true); });
  run("backward", 7.25, [&] { p.backward(ctx); });
}

}  // namespace
}  // namespace undula::bench

int main(int argc, char** argv) {
  using namespace undula::bench;
  Report report(argc, argv);
  for (const bool complex : {false, true}) check_kernels(complex);
  for (const int threads : report.threads()) {
    const double exps = exp_ceiling(report, threads), bandwidth = read_ceiling(report, threads, size_t{256} << 20);
    for (const auto& [B, L, E] :
         {std::tuple<int64_t, int64_t, int64_t>(1, 1024, 256), {4, 1024, 256}, {1, 4096, 512}, {1, 2048, 1536}}) {
      bench_shape(report, threads, Problem(B, L, E, false), exps, bandwidth);
    }
    bench_shape(report, threads, Problem(1, 4096, 512, true), exps, bandwidth);
  }
  return report.finish();
}
