// Kernels on a GPU beside their floors, the time that the card needs at least to move their bytes and to compute their
// exponentials, both measured in the same run, and a whole model's training step. Verifies the scan against the CPU
// first.
//   bench_gpu [--device cuda[:I]|simt] [--json]
// simt runs tiny shapes on the host harness: that the bench works, not how fast anything is.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "core/base/error.h"
#include "core/ops/selective_scan.h"
#include "tests/bench/bench.h"
#include "tests/bench/gpu_ceilings.h"
#include "tests/bench/gpu_problems.h"
#include "tests/bench/machine.h"

namespace undula::bench {
namespace {

struct Ceilings {
  double bytes = 1e12, exps = 1e12;  ///< per second
};

struct Step {
  GpuModel model;
  DType dtype;
  Timing timing;
  double tokens_per_second() const { return static_cast<double>(model.B * model.L) / timing.median; }
  std::string shape() const {
    return "d_model " + std::to_string(model.d_model) + ", " + std::to_string(model.n_layer) + " layers, " +
           std::to_string(model.B) + " x " + std::to_string(model.L);
  }
};

struct Row {
  std::string name, shape;
  DType dtype;
  Timing timing;
  double floor, floor_bytes, floor_exps;  ///< seconds
};

/// Plans, reserves and times one problem.
Row measure(Context& ctx, const GpuProblem& problem, const GpuShape& s, DType dtype, const Ceilings& ceilings,
            double seconds) {
  ctx.arena().plan();
  problem.run();
  ctx.arena().reserve();
  const Timing timing = time(
      [&] {
        problem.run();
        ctx.device().synchronise();
      },
      seconds);
  const double bytes = problem.bytes / ceilings.bytes, exps = problem.exps / ceilings.exps;
  const std::string shape = "B " + std::to_string(s.B) + " L " + std::to_string(s.L) + " E " + std::to_string(s.E) +
                            " N " + std::to_string(s.N);
  std::fprintf(stderr, "%-32s %-5s %9.4f ms, floor %9.4f\n", problem.name.c_str(), name_of(dtype), timing.median * 1e3,
               std::max(bytes, exps) * 1e3);
  return {problem.name, shape, dtype, timing, std::max(bytes, exps), bytes, exps};
}

/// The scan of a device against the CPU's.
void verify_scan(const std::shared_ptr<DeviceBackend>& device) {
  const Shape wide{2, 70, 40}, narrow{2, 70, 8};
  const auto scan = [&](Context& ctx) {
    DeviceTensors tensors(ctx);
    const View BC = tensors.make(narrow, DType::kF32);
    const ScanIn in{.u = tensors.make(wide, DType::kF32),
                    .dt = tensors.make(wide, DType::kF32, -5, -1),
                    .A_log = tensors.make({40, 4}, DType::kF32, 0, 2),
                    .B = BC.slice(2, 0, 4),
                    .C = BC.slice(2, 4, 8),
                    .D = tensors.make({40}, DType::kF32),
                    .dt_bias = tensors.make({40}, DType::kF32),
                    .z = tensors.make(wide, DType::kF32),
                    .h0 = View()};
    const ScanOut out{tensors.make(wide, DType::kF32), View(), View()};
    ctx.arena().plan();
    selective_scan_forward(ctx, in, Rows(), Direction::kForward, out);
    ctx.arena().reserve();
    selective_scan_forward(ctx, in, Rows(), Direction::kForward, out);
    std::vector<float> values(static_cast<size_t>(out.y.count()));
    copy(out.y, View(values.data(), DType::kF32, wide));
    return values;
  };
  Context host(1), card(1, 0, device);
  const std::vector<float> want = scan(host), got = scan(card);
  for (size_t i = 0; i < want.size(); ++i)
    verify(std::abs(want[i] - got[i]) < 1e-4F, "the scan of the device disagrees with the CPU's");
}

/// Bytes a second of a copy within the device, read and written.
double copy_ceiling(Context& ctx) {
  DeviceTensors tensors(ctx);
  const Shape shape{int64_t{1} << 27};
  const View from = tensors.make(shape, DType::kF32), to = tensors.make(shape, DType::kF32);
  const Timing timing = time([&] {
    copy(from, to);
    ctx.device().synchronise();
  });
  return 2 * static_cast<double>(from.bytes()) / timing.best;
}

void print_table(const std::vector<Row>& rows, const std::vector<Step>& steps, const std::string& device,
                 const Ceilings& ceilings) {
  std::printf("%s: copies %.0f GB/s, %.0f G exp2/s\n", device.c_str(), ceilings.bytes / 1e9, ceilings.exps / 1e9);
  std::printf("%-32s %-5s %-28s %10s %10s %8s  %s\n", "kernel", "type", "shape", "median ms", "floor ms", "share",
              "bound by");
  for (const Row& row : rows)
    std::printf("%-32s %-5s %-28s %10.4f %10.4f %7.0f%%  %s\n", row.name.c_str(), name_of(row.dtype), row.shape.c_str(),
                row.timing.median * 1e3, row.floor * 1e3, 100 * row.floor / row.timing.median,
                row.floor_exps > row.floor_bytes ? "exponentials" : "memory");
  for (const Step& step : steps)
    std::printf("training step, %s, %s: %.3f ms, %.0f tokens/s\n", step.shape().c_str(), name_of(step.dtype),
                step.timing.median * 1e3, step.tokens_per_second());
}

void print_json(const std::vector<Row>& rows, const std::vector<Step>& steps, const std::string& device,
                const Ceilings& ceilings) {
  std::printf("{\"device\": \"%s\", \"copy_GB_per_s\": %.1f, \"exp2_G_per_s\": %.1f,\n\"kernels\": [\n", device.c_str(),
              ceilings.bytes / 1e9, ceilings.exps / 1e9);
  for (size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    std::printf(
        "{\"kernel\": \"%s\", \"type\": \"%s\", \"shape\": \"%s\", \"median_ms\": %.5f, \"best_ms\": %.5f, "
        "\"floor_ms\": %.5f, \"floor_memory_ms\": %.5f, \"floor_exp_ms\": %.5f, \"share\": %.3f}%s\n",
        row.name.c_str(), name_of(row.dtype), row.shape.c_str(), row.timing.median * 1e3, row.timing.best * 1e3,
        row.floor * 1e3, row.floor_bytes * 1e3, row.floor_exps * 1e3, row.floor / row.timing.median,
        i + 1 < rows.size() ? "," : "");
  }
  std::printf("],\n\"training_steps\": [\n");
  for (size_t i = 0; i < steps.size(); ++i)
    std::printf("{\"model\": \"%s\", \"type\": \"%s\", \"median_ms\": %.4f, \"tokens_per_s\": %.0f}%s\n",
                steps[i].shape().c_str(), name_of(steps[i].dtype), steps[i].timing.median * 1e3,
                steps[i].tokens_per_second(), i + 1 < steps.size() ? "," : "");
  std::printf("]}\n");
}

}  // namespace

int run(const std::string& name, bool json) {
  const bool harness = name == "simt";
  const auto device =
      harness ? make_simt_backend() : make_cuda_backend(name.size() > 5 ? std::stoi(name.substr(5)) : 0);
  verify_scan(device);
  Context ctx(1, 0, device);
  Ceilings ceilings;
#ifdef UNDULA_WITH_CUDA
  if (!harness) ceilings = {copy_ceiling(ctx), exp_ceiling(*device)};
#endif
  std::vector<GpuShape> shapes = {{8, 2048, 2048, 16}, {8, 8192, 2048, 16}, {1, 65536, 2048, 16}};
  if (harness) shapes = {{1, 40, 64, 16}};
  std::vector<Row> rows;
  for (const GpuShape& shape : shapes) {
    for (const DType dtype : {DType::kBF16, DType::kF32}) {
      DeviceTensors tensors(ctx);
      for (const GpuProblem& problem : gpu_problems(ctx, tensors, shape, dtype))
        rows.push_back(measure(ctx, problem, shape, dtype, ceilings, harness ? 0 : 0.3));
    }
  }
  std::vector<Step> steps;
  const GpuModel model = harness ? GpuModel{16, 1, 1, 12} : GpuModel{};
  for (const DType dtype : {DType::kBF16, DType::kF32})
    steps.push_back({model, dtype, training_step(device, model, dtype, harness ? 0 : 2)});
  (json ? print_json : print_table)(rows, steps, device->name(), ceilings);
  return 0;
}

}  // namespace undula::bench

int main(int argc, char** argv) {
  std::string device = "cuda";
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--json")) {
      json = true;
    } else if (!std::strcmp(argv[i], "--device") && i + 1 < argc) {
      device = argv[++i];
    } else {
      std::fprintf(stderr, "usage: %s [--device cuda[:I]|simt] [--json]\n", argv[0]);
      return 2;
    }
  }
  try {
    return undula::bench::run(device, json);
  } catch (const undula::Error& error) {
    std::fputs(error.message().c_str(), stderr);
    return error.exit_code();
  }
}
