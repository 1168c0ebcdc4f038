#include "tests/bench/gpu_problems.h"

#include <algorithm>

#include "core/base/bf16.h"
#include "core/model/runner.h"
#include "core/ops/adamw.h"
#include "core/ops/add.h"
#include "core/ops/conv1d.h"
#include "core/ops/linear.h"
#include "core/ops/rms_norm.h"
#include "core/ops/selective_scan.h"
#include "core/train/optimizer.h"
#include "tests/bench/machine.h"

namespace undula::bench {

View DeviceTensors::make(const Shape& shape, DType dtype, double low, double high) {
  const View view = memory_.emplace_back(Buffer::of(shape, dtype, ctx_.memory())).view(shape, dtype);
  const int64_t count = view.count(), some = std::min<int64_t>(count, 1 << 20);
  const Buffer numbers = filled({some}, low, high, memory_.size());
  Buffer narrow = Buffer::of({some}, DType::kBF16);
  const float* from = numbers.view({some}, DType::kF32).as<float>();
  auto* to = reinterpret_cast<uint16_t*>(narrow.data());
  for (int64_t i = 0; i < some; ++i) to[i] = to_bf16(from[i]);
  const View flat = view.reshape({count});
  copy(dtype == DType::kBF16 ? narrow.view({some}, dtype) : numbers.view({some}, dtype), flat.slice(0, 0, some));
  for (int64_t done = some; done < count; done *= 2)
    copy(flat.slice(0, 0, std::min(done, count - done)), flat.slice(0, done, std::min(2 * done, count)));
  return view;
}

namespace {

void add_scan(std::vector<GpuProblem>& problems, Context& ctx, DeviceTensors& tensors, const GpuShape& s, DType dtype) {
  const auto [B, L, E, N] = s;
  const Shape wide{B, L, E}, narrow{B, L, 2 * N};
  const auto f32 = DType::kF32;
  const View BC = tensors.make(narrow, dtype), dBC = tensors.make(narrow, dtype);
  ScanIn in{.u = tensors.make(wide, dtype),
            .dt = tensors.make(wide, dtype, -5, -1),
            .A_log = tensors.make({E, N}, f32, 0, 2.7),
            .B = BC.slice(2, 0, N),
            .C = BC.slice(2, N, 2 * N),
            .D = tensors.make({E}, f32),
            .dt_bias = tensors.make({E}, f32),
            .z = tensors.make(wide, dtype),
            .h0 = View()};
  const View states = tensors.make(scan_chunk_states_shape(B, L, E, N), f32);
  const ScanOut out{tensors.make(wide, dtype), View(), states};
  const ScanGrad grad{.dy = tensors.make(wide, dtype),
                      .dhL = View(),
                      .du = tensors.make(wide, dtype),
                      .ddt = tensors.make(wide, dtype),
                      .dB = dBC.slice(2, 0, N),
                      .dC = dBC.slice(2, N, 2 * N),
                      .dz = tensors.make(wide, dtype),
                      .dh0 = View(),
                      .dA_log = tensors.make({E, N}, f32),
                      .dD = tensors.make({E}, f32),
                      .ddt_bias = tensors.make({E}, f32)};
  const double element = static_cast<double>(size_of(dtype)), n = static_cast<double>(B * L * E);
  const double thin = static_cast<double>(2 * B * L * N) * element, saved = static_cast<double>(states.bytes());
  // One exponential a state; two each of softplus and silu.
  const double exps = n * static_cast<double>(N + 4);
  problems.push_back({"selective_scan_forward", 4 * n * element + thin, exps, [=, &ctx] {
                        ScanOut unsaved = out;
                        unsaved.chunk_states = View();
                        selective_scan_forward(ctx, in, Rows(), Direction::kForward, unsaved);
                      }});
  problems.push_back({"selective_scan_forward, saving", 4 * n * element + thin + saved, exps,
                      [=, &ctx] { selective_scan_forward(ctx, in, Rows(), Direction::kForward, out); }});
  problems.push_back({"selective_scan_backward", 7 * n * element + 2 * thin + saved, exps + 4 * n,
                      [=, &ctx] { selective_scan_backward(ctx, in, Rows(), Direction::kForward, states, grad); }});
}

void add_conv(std::vector<GpuProblem>& problems, Context& ctx, DeviceTensors& tensors, const GpuShape& s, DType dtype) {
  const Shape wide{s.B, s.L, s.E};
  const Conv1dIn in{tensors.make(wide, dtype), tensors.make({s.E, 4}, DType::kF32), tensors.make({s.E}, DType::kF32),
                    View()};
  const Conv1dOut out{tensors.make(wide, dtype), View()};
  const Conv1dGrad grad{tensors.make(wide, dtype),        View(),
                        tensors.make(wide, dtype),        tensors.make({s.E, 4}, DType::kF32),
                        tensors.make({s.E}, DType::kF32), View()};
  const double bytes = static_cast<double>(out.y.bytes()), n = static_cast<double>(out.y.count());
  problems.push_back(
      {"conv1d_forward", 2 * bytes, 2 * n, [=, &ctx] { conv1d_forward(ctx, in, Rows(), Direction::kForward, out); }});
  problems.push_back({"conv1d_backward", 3 * bytes, 2 * n,
                      [=, &ctx] { conv1d_backward(ctx, in, Rows(), Direction::kForward, grad); }});
}

void add_pointwise(std::vector<GpuProblem>& problems, Context& ctx, DeviceTensors& tensors, const GpuShape& s) {
  const Shape stream{s.B, s.L, s.E / 2};
  const auto f32 = DType::kF32;
  const View x = tensors.make(stream, f32), y = tensors.make(stream, f32), z = tensors.make(stream, f32);
  const View w = tensors.make({s.E / 2}, f32), inv = tensors.make({s.B * s.L}, f32, 0.5, 1);
  const View dw = tensors.make({s.E / 2}, f32);
  const double bytes = static_cast<double>(x.bytes());
  problems.push_back({"add", 3 * bytes, 0, [=, &ctx] { add(ctx, x, y, z); }});
  problems.push_back({"rms_norm_forward", 2 * bytes, 0, [=, &ctx] { rms_norm_forward(ctx, x, w, y, inv); }});
  problems.push_back({"rms_norm_backward", 3 * bytes, 0, [=, &ctx] { rms_norm_backward(ctx, x, w, inv, y, z, dw); }});
}

void add_optimizer(std::vector<GpuProblem>& problems, Context& ctx, DeviceTensors& tensors, const GpuShape& s) {
  const Shape slab{16 * s.E * s.E};
  const auto f32 = DType::kF32;
  const View value = tensors.make(slab, f32), grad = tensors.make(slab, f32), m = tensors.make(slab, f32);
  const View v = tensors.make(slab, f32, 0, 1), average = tensors.make(slab, f32);
  const double bytes = static_cast<double>(value.bytes());
  problems.push_back({"adamw", 7 * bytes, 0, [=, &ctx] { adamw(ctx, {}, value, grad, m, v); }});
  problems.push_back({"moving_average", 3 * bytes, 0, [=, &ctx] { moving_average(ctx, 0.99, value, average); }});
  problems.push_back({"sum_of_squares", bytes, 0, [=, &ctx] { sum_of_squares(ctx, grad); }});
}

}  // namespace

std::vector<GpuProblem> gpu_problems(Context& ctx, DeviceTensors& tensors, const GpuShape& shape, DType dtype) {
  std::vector<GpuProblem> problems;
  add_scan(problems, ctx, tensors, shape, dtype);
  add_conv(problems, ctx, tensors, shape, dtype);
  if (dtype != DType::kF32) return problems;
  add_pointwise(problems, ctx, tensors, shape);
  add_optimizer(problems, ctx, tensors, shape);
  return problems;
}

Timing training_step(const std::shared_ptr<DeviceBackend>& device, const GpuModel& shape, DType dtype, double seconds) {
  Compute compute(1);
  compute.device = device;
  compute.activations = dtype;
  Context ctx(compute);
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.head = HeadKind::kNextToken;
  config.vocab = config.n_outputs = 16;
  config.d_model = shape.d_model;
  config.n_layer = shape.n_layer;
  SequenceModel model(config, DType::kF32);
  model.allocate(true);
  model.params().initialise(RandomKey(1));
  Runner runner(ctx, model);
  Optimizer optimizer(model.params(), {});
  std::vector<uint8_t> tokens(static_cast<size_t>(shape.B * shape.L));
  std::vector<int32_t> targets(tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<uint8_t>(RandomKey(1).below(i, 16));
  for (size_t i = 0; i < tokens.size(); ++i) targets[i] = tokens[(i + 1) % tokens.size()];
  Batch batch;
  batch.tokens = View(tokens.data(), DType::kU8, {shape.B, shape.L});
  batch.targets = View(targets.data(), DType::kI32, {shape.B, shape.L});
  const auto normaliser = static_cast<double>(tokens.size());
  runner.train(batch, normaliser);
  ctx.arena().reserve();
  double before = 0, after = 0;
  const Timing timing = time(
      [&] {
        after = runner.train(batch, normaliser).loss / normaliser;
        if (before == 0) before = after;
        optimizer.step(ctx);
        device->synchronise();
      },
      seconds);
  verify(after > 0 && after < before, "the model does not learn");
  return timing;
}

}  // namespace undula::bench
