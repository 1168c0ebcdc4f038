// The contract of every sequence mixer: whole = chunked = stepped, no leak from the future, padding and packing exact,
// recompute bitwise equal, thread counts give equal bits, gradients through both ends of the state.
#include "core/model/factory.h"
#include "core/nn/mamba_pass.h"
#include "core/nn/mixer.h"
#include "core/nn/wrap/checkpoint.h"
#include "core/nn/wrap/residual.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/module_harness.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

constexpr int64_t kB = 3, kL = 37, kD = 6;

constexpr MixerKind kKinds[] = {MixerKind::kMamba, MixerKind::kMambaComplex, MixerKind::kS4d};

ModelConfig small_config(MixerKind kind, bool bidirectional) {
  ModelConfig config;
  config.mixer = kind;
  config.d_model = kD;
  config.n_layer = 1;
  config.d_state = kind == MixerKind::kMambaComplex ? 6 : 3;
  config.s4d_state = 6;
  config.bidirectional = bidirectional;
  return config;
}

std::unique_ptr<Module> mixer(MixerKind kind, bool bidirectional) {
  return make_mixer(small_config(kind, bidirectional));
}

Tensor input(DType dtype, int64_t B = kB, int64_t L = kL) {
  return Tensor::uniform({B, L, kD}, dtype, "x");
}

Tensor flipped(const View& x) {
  Tensor out(x.shape, x.dtype);
  const int64_t L = x.shape[1];
  for (int64_t b = 0; b < x.shape[0]; ++b) {
    for (int64_t t = 0; t < L; ++t) copy(x.row(b).row(t), out.view().row(b).row(L - 1 - t));
  }
  return out;
}

}  // namespace

TEST_CASE("a causal mixer gives the same whole, in chunks and step by step") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  const auto dtype = GENERATE(DType::kF64, DType::kF32);
  const int64_t chunk = GENERATE(1, 2, 5, 12, 20);
  ModuleHarness harness(mixer(kind, false), dtype);
  const Tensor x = input(dtype);
  Buffer start_memory;
  const StateSet start = harness.random_states(kB, "start", start_memory);
  const auto whole = harness.run(x, x.view().shape, {}, start);
  Tensor y(x.view().shape, dtype);
  ModuleHarness::Result piece;
  StateSet states = start;
  std::vector<ModuleHarness::Result> alive;
  for (int64_t begin = 0; begin < kL; begin += chunk) {
    const int64_t end = std::min(begin + chunk, kL);
    const Tensor part({kB, end - begin, kD}, dtype);
    copy(x.view().slice(1, begin, end), part);
    alive.push_back(harness.run(part, part.view().shape, {}, states));
    copy(alive.back().y.view(), y.view().slice(1, begin, end));
    states = alive.back().states_out;
  }
  const double tolerance = dtype == DType::kF64 ? kF64Reordered : kModelF32;
  CHECK(relative_difference(y, whole.y) < tolerance);
  for (size_t i = 0; i < harness.layout.slots().size(); ++i) {
    const int slot = static_cast<int>(i);
    CHECK(relative_difference(states[slot], whole.states_out[slot]) < tolerance);
  }
}

TEST_CASE("a causal mixer does not see the future") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  ModuleHarness harness(mixer(kind, false), DType::kF32);
  const Tensor x = input(DType::kF32);
  const Tensor before = harness.run(x, x.view().shape).y;
  const int64_t t = 8;
  for (int64_t b = 0; b < kB; ++b) x.set((b * kL + t) * kD + 2, 9.0);
  const Tensor after = harness.run(x, x.view().shape).y;
  CHECK(same_bits(before.view().slice(1, 0, t), after.view().slice(1, 0, t)));
  CHECK_FALSE(same_bits(before.view().slice(1, t, kL), after.view().slice(1, t, kL)));
}

TEST_CASE("a row of a mixer is the same alone, padded and among others, to the bit") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  const bool bidirectional = GENERATE(false, true);
  const DType dtype = DType::kF32;
  ModuleHarness harness(mixer(kind, bidirectional), dtype);
  const Tensor x = input(dtype);
  const std::vector<int64_t> lengths = {5, 0, kL};
  const Tensor valid = lengths_of(lengths, kB);
  const auto together = harness.run(x, x.view().shape, {.lengths = valid, .resets = {}, .records = {}});
  for (int64_t b = 0; b < kB; ++b) {
    const int64_t n = lengths[static_cast<size_t>(b)];
    if (n == 0) continue;
    const auto alone = harness.run(x.view().slice(0, b, b + 1).slice(1, 0, n), {1, n, kD});
    CHECK(same_bits(alone.y.view().row(0), together.y.view().row(b).slice(0, 0, n)));
    for (size_t i = 0; i < harness.layout.slots().size(); ++i) {
      const int slot = static_cast<int>(i);
      CHECK(same_bits(alone.states_out[slot].row(0), together.states_out[slot].row(b)));
    }
  }
}

TEST_CASE("packed records of a mixer do not see each other") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  const bool bidirectional = GENERATE(false, true);
  const DType dtype = DType::kF32;
  ModuleHarness harness(mixer(kind, bidirectional), dtype);
  const Tensor x = input(dtype, 1);
  const Tensor valid = lengths_of({30}, 1), starts = resets_of({{0, 0}, {0, 4}, {0, 5}}, 1, kL);
  const auto packed = harness.run(x, x.view().shape, {.lengths = valid, .resets = starts, .records = {}});
  for (const auto& [begin, end] : std::vector<std::pair<int64_t, int64_t>>{{0, 4}, {4, 5}, {5, 30}}) {
    const auto alone = harness.run(x.view().slice(1, begin, end), {1, end - begin, kD});
    CHECK(same_bits(alone.y.view().row(0), packed.y.view().row(0).slice(0, begin, end)));
  }
}

TEST_CASE("a bidirectional mixer with equal directions commutes with reversal") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  ModuleHarness harness(mixer(kind, true), DType::kF64);
  for (Param& param : harness.params.params()) {
    const size_t at = param.name.find("_rev.");
    if (at == std::string::npos) continue;
    std::string twin = param.name;
    copy(harness.params.find(twin.replace(at, 5, "_fwd."))->value, param.value);
  }
  const Tensor x = input(DType::kF64);
  const Tensor y = harness.run(x, x.view().shape).y;
  const Tensor y_of_flipped = harness.run(flipped(x), x.view().shape).y;
  CHECK(relative_difference(flipped(y_of_flipped), y) < kF64Reordered);
}

TEST_CASE("gradients of a mixer, its states included, agree with central differences") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  const bool bidirectional = GENERATE(false, true);
  const bool packed = GENERATE(false, true);
  ModuleHarness harness(mixer(kind, bidirectional), DType::kF64);
  const Tensor x = input(DType::kF64);
  const Tensor dy = Tensor::uniform(x.view().shape, DType::kF64, "dy");
  const Tensor valid = lengths_of({5, 0, kL}, kB), starts = resets_of({{2, 3}, {2, 7}, {0, 1}}, kB, kL);
  const Rows rows{.lengths = valid, .resets = packed ? starts.view() : View(), .records = {}};
  Buffer start_memory, end_memory;
  const StateSet start = harness.random_states(kB, "start", start_memory);
  const StateSet d_end = harness.random_states(kB, "d_end", end_memory);
  const auto loss = [&] {
    const auto result = harness.run(x, x.view().shape, rows, start);
    double total = weighted_sum(result.y, dy);
    for (size_t i = 0; i < harness.layout.slots().size(); ++i) {
      total += weighted_sum(result.states_out[static_cast<int>(i)], d_end[static_cast<int>(i)]);
    }
    return total;
  };
  harness.params.zero_grads();
  const auto result = harness.run(x, x.view().shape, rows, start, dy, d_end);
  std::vector<Checked> checked = {{"x", x, result.dx}};
  for (size_t i = 0; i < harness.layout.slots().size(); ++i) {
    const int slot = static_cast<int>(i);
    checked.push_back({harness.layout.slots()[i].name, start[slot], result.d_states_in[slot]});
  }
  for (Param& param : harness.params.params()) checked.push_back({param.name, param.value, param.grad});
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

TEST_CASE("recompute and thread counts do not change a bit of a block") {
  const MixerKind kind = GENERATE(from_range(std::begin(kKinds), std::end(kKinds)));
  const auto block = [&](bool recompute) -> std::unique_ptr<Module> {
    std::unique_ptr<Module> inner = std::make_unique<Residual>(kD, mixer(kind, true), "mixer.", 0.2, 0);
    if (recompute) inner = std::make_unique<Checkpoint>(std::move(inner));
    return inner;
  };
  const Tensor x = input(DType::kF32), dy = Tensor::uniform(x.view().shape, DType::kF32, "dy");
  ModuleHarness plain(block(false), DType::kF32, 1);
  plain.ctx.set_training(true);
  const auto want = plain.run(x, x.view().shape, {}, {}, dy);
  for (const bool recompute : {false, true}) {
    for (const int threads : {1, 2, 3}) {
      ModuleHarness other(block(recompute), DType::kF32, threads);
      other.ctx.set_training(true);
      const auto got = other.run(x, x.view().shape, {}, {}, dy);
      CHECK(same_bits(got.y, want.y));
      CHECK(same_bits(got.dx, want.dx));
      CHECK(same_bits(other.params.grads(), plain.params.grads()));
    }
  }
}

}  // namespace undula::test
