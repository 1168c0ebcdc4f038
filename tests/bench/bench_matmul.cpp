#include <algorithm>
#include <cmath>
#include <string>

#include "core/cpu/matmul.h"
#include "core/cpu/matmul_onednn.h"
#include "core/cpu/matmul_ref.h"
#include "core/memory/context.h"
#include "tests/bench/bench.h"
#include "tests/bench/ceilings.h"
#include "tests/bench/machine.h"

// Matrix products beside the machine's fused multiply-adds per second; single rows beside the speed of memory. In
// training the weights are packed anew for every step, as after an optimizer step. The other back ends beside ours.
namespace undula::bench {
namespace {

struct Layer {
  Layer(int64_t rows, int64_t inner, int64_t outer) : M(rows), K(inner), N(outer) {
    const auto make = [&](Shape shape) {
      memory.push_back(filled(shape, -1, 1, memory.size()));
      return memory.back().view(shape, DType::kF32);
    };
    x = make({M, K});
    w = make({N, K});
    y = make({M, N});
    dy = make({M, N});
    dx = make({M, K});
    dw = make({N, K});
  }

  void forward(Context& ctx, uint64_t generation) const { ctx.matmul().product(ctx, x, w, View(), y, generation); }
  void backward(Context& ctx, uint64_t generation) const {
    ctx.matmul().product_input_gradient(ctx, dy, w, dx, generation);
    ctx.matmul().product_weight_gradient(ctx, dy, x, dw);
  }
  double operations() const { return 2.0 * static_cast<double>(M * N * K); }
  std::string text() const { return std::to_string(M) + " x " + std::to_string(K) + " -> " + std::to_string(N); }

  int64_t M, K, N;
  std::vector<Buffer> memory;
  View x, w, y, dy, dx, dw;
};

bool close(const View& got, const View& want) {
  float largest = 0, error = 0;
  for (int64_t i = 0; i < want.count(); ++i) {
    largest = std::max(largest, std::abs(want.as<float>()[i]));
    error = std::max(error, std::abs(got.as<float>()[i] - want.as<float>()[i]));
  }
  return error <= 2e-5F * largest;
}

void check(Context& ctx, const Layer& layer) {
  const Buffer y = Buffer::of(layer.y.shape, DType::kF32), dw = Buffer::of(layer.dw.shape, DType::kF32);
  layer.forward(ctx, 1);
  ref::product<float>(layer.x, layer.w, View(), y.view(layer.y.shape, DType::kF32));
  verify(close(layer.y, y.view(layer.y.shape, DType::kF32)), "the product disagrees with Eigen: " + layer.text());
  fill_zero(layer.dw);
  layer.backward(ctx, 1);
  ref::product_weight_gradient<float>(layer.dy, layer.x, dw.view(layer.dw.shape, DType::kF32));
  verify(close(layer.dw, dw.view(layer.dw.shape, DType::kF32)), "dw disagrees with Eigen: " + layer.text());
}

/// The back ends that ours is compared with.
struct Other {
  MatmulBackend backend;
  std::string name;
};

std::vector<Other> others() {
  std::vector<Other> all{{MatmulBackend::kEigen, "Eigen"}};
  if (!onednn::instruction_set().empty()) all.push_back({MatmulBackend::kOneDnn, "oneDNN"});
  return all;
}

/// Plans the products by a back end, and verifies them.
void prepare(Context& ctx, const Layer& layer, MatmulBackend backend) {
  ctx.matmul().set_backend(backend);
  layer.forward(ctx, 1);
  layer.backward(ctx, 1);
  ctx.arena().reserve();
  check(ctx, layer);
}

double fma_ceiling(Report& report, int threads) {
  ThreadPool pool(threads);
  const Timing timing = time([&] {
    pool.parallel_for(threads, 1, [](int64_t begin, int64_t end) { fma_chains((end - begin) * 1'000'000); });
  });
  const double operations = threads * fma_chains(1) * 1'000'000;
  report.add("fused multiply-adds", "GFLOP/s", threads, operations, timing);
  return operations / timing.best;
}

void products(Report& report, int threads, double ceiling, const Layer& layer) {
  Context ctx(threads);
  prepare(ctx, layer, MatmulBackend::kOwn);
  const auto row = [&](const std::string& what, double work, const std::function<void()>& body) {
    report.add(layer.text() + what, "GFLOP/s", threads, work, time(body, 0.3), "fma", ceiling);
  };
  const double work = layer.operations();
  uint64_t generation = 1;
  row(" forward", work, [&] { layer.forward(ctx, generation); });
  row(" input gradient", work, [&] { ctx.matmul().product_input_gradient(ctx, layer.dy, layer.w, layer.dx, 1); });
  row(" weight gradient", work, [&] { ctx.matmul().product_weight_gradient(ctx, layer.dy, layer.x, layer.dw); });
  row(" all three, packing", 3 * work, [&] {
    ++generation;
    layer.forward(ctx, generation);
    layer.backward(ctx, generation);
  });
  for (const Other& other : others()) {
    Context with(threads);
    prepare(with, layer, other.backend);
    row(" forward, " + other.name, work, [&] { layer.forward(with, 1); });
  }
}

/// One row, as in decoding: bytes of weights per second.
void single_row(Report& report, int threads, int64_t K, int64_t N) {
  Context ctx(threads);
  const Layer layer(1, K, N);
  prepare(ctx, layer, MatmulBackend::kOwn);
  const double ceiling = read_ceiling(report, threads, layer.w.bytes());
  const auto bytes = static_cast<double>(layer.w.bytes());
  report.add(layer.text(), "GB/s", threads, bytes, time([&] { layer.forward(ctx, 1); }), "read", ceiling);
  for (const Other& other : others()) {
    Context with(threads);
    prepare(with, layer, other.backend);
    report.add(layer.text() + ", " + other.name, "GB/s", threads, bytes, time([&] { layer.forward(with, 1); }), "read",
               ceiling);
  }
}

}  // namespace

int run(int argc, char** argv) {
  Report report(argc, argv);
  for (const int threads : report.threads()) {
    const double ceiling = fma_ceiling(report, threads);
    products(report, threads, ceiling, {1024, 1024, 1024});
    for (const int64_t d_model : {128, 256}) {  // in, x, dt and out projections of peers' dna128 and dna256
      const int64_t d_inner = 2 * d_model, dt_rank = d_model / 16;
      products(report, threads, ceiling, {4096, d_model, 2 * d_inner});
      products(report, threads, ceiling, {4096, d_inner, dt_rank + 32});
      products(report, threads, ceiling, {4096, dt_rank, d_inner});
      products(report, threads, ceiling, {4096, d_inner, d_model});
    }
    single_row(report, threads, 768, 50288);
    single_row(report, threads, 256, 1024);
  }
  return report.finish();
}

}  // namespace undula::bench

int main(int argc, char** argv) {
  return undula::bench::run(argc, argv);
}
