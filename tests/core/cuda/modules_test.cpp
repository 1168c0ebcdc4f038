// Layers on the GPU's code equal those on the CPU, whose contracts (tests/core/nn) hold for both then: forward,
// backward and states, of rows that are padded, empty and packed.
#include "core/cuda/backend.h"
#include "core/model/factory.h"
#include "core/nn/wrap/checkpoint.h"
#include "core/nn/wrap/residual.h"
#include "tests/support/catch.h"
#include "tests/support/module_harness.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

constexpr int64_t kB = 3, kL = 19, kD = 8;

Compute on_simt(DType activations = DType::kF32) {
  Compute compute(1);
  compute.device = make_simt_backend();
  compute.activations = activations;
  return compute;
}

struct Case {
  const char* name;
  std::function<std::unique_ptr<Module>()> make;
  bool packs = true;  ///< may be given packed rows
};

ModelConfig config() {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.d_model = kD;
  config.n_layer = 1;
  config.d_state = 4;
  config.s4d_state = 4;
  config.dt_rank = 2;
  return config;
}

std::unique_ptr<Module> residual(MixerKind kind, bool bidirectional) {
  ModelConfig c = config();
  c.mixer = kind;
  c.bidirectional = bidirectional;
  return std::make_unique<Residual>(kD, make_mixer(c), "mixer.", 0, 0);
}

std::unique_ptr<Module> feed_forward(FeedForwardKind kind) {
  return std::make_unique<Residual>(kD, std::make_unique<FeedForward>(kD, kind, 2, 1), "feed_forward.", 0, 0);
}

std::unique_ptr<Module> unet(bool down_blocks) {
  ModelConfig c = config();
  c.pools = {2, 3};
  c.down_blocks = down_blocks;
  c.feed_forward = FeedForwardKind::kMlp;
  return make_unet(c, false);
}

const std::vector<Case> kCases = {
    {"mamba", [] { return residual(MixerKind::kMamba, false); }},
    {"mamba, both ways", [] { return residual(MixerKind::kMamba, true); }},
    {"complex mamba", [] { return residual(MixerKind::kMambaComplex, false); }},
    {"s4d, both ways", [] { return residual(MixerKind::kS4d, true); }},
    {"mlp", [] { return feed_forward(FeedForwardKind::kMlp); }},
    {"glu", [] { return feed_forward(FeedForwardKind::kGlu); }},
    {"U-Net", [] { return unet(true); }, false},
    {"U-Net, up only", [] { return unet(false); }, false},
};

/// Everything that a module computes from rows of lengths 19, 0 and 7.
struct Run {
  Run(const Case& c, bool packed, const Compute& compute) : harness(c.make(), DType::kF32, compute) {
    const Tensor x = Tensor::uniform({kB, kL, kD}, DType::kF32, "x"),
                 dy = Tensor::uniform({kB, kL, kD}, DType::kF32, "dy");
    const Tensor lengths = lengths_of({kL, 0, 7}, kB);
    const Tensor resets = resets_of({{0, 0}, {0, 6}, {0, 7}, {2, 3}}, kB, kL);
    Rows rows;
    rows.lengths = lengths;
    if (packed) rows.resets = resets;
    Buffer start, end;
    const StateSet states = harness.random_states(kB, "start", start),
                   gradients = harness.random_states(kB, "end", end);
    for (size_t i = 0; i < harness.layout.slots().size(); ++i)
      if (harness.layout.slots()[i].dtype == DType::kI32) fill_zero(states[static_cast<int>(i)]);
    harness.params.zero_grads();
    result = harness.run(x, {kB, kL, kD}, rows, states, dy, gradients);
  }

  ModuleHarness harness;
  ModuleHarness::Result result;
};

void check_equal(const Run& got, const Run& want, double tolerance) {
  CHECK(relative_difference(got.result.y, want.result.y) < tolerance);
  CHECK(relative_difference(got.result.dx, want.result.dx) < tolerance);
  for (size_t i = 0; i < want.harness.layout.slots().size(); ++i) {
    const int slot = static_cast<int>(i);
    INFO(want.harness.layout.slots()[i].name);
    CHECK(relative_difference(got.result.states_out[slot], want.result.states_out[slot]) < tolerance);
    if (want.harness.layout.slots()[i].dtype != DType::kI32)
      CHECK(relative_difference(got.result.d_states_in[slot], want.result.d_states_in[slot]) < tolerance);
  }
  for (size_t i = 0; i < want.harness.params.params().size(); ++i) {
    const Param &a = got.harness.params.params()[i], &b = want.harness.params.params()[i];
    INFO(a.name);
    CHECK(relative_difference(got.harness.gradient(a), want.harness.gradient(b)) < tolerance);
  }
}

}  // namespace

TEST_CASE("layers give on a GPU what they give on the CPU", "[simt]") {
  const Case& c = kCases[static_cast<size_t>(GENERATE(0, 1, 2, 3, 4, 5, 6, 7))];
  const bool packed = GENERATE(false, true);
  if (packed && !c.packs) return;
  INFO(c.name << (packed ? ", packed" : ""));
  const Run want(c, packed, 1), got(c, packed, on_simt());
  check_equal(got, want, kDeviceLayerF32);
}

TEST_CASE("and nearly that where layers compute in bfloat16", "[simt]") {
  const Case& c = kCases[static_cast<size_t>(GENERATE(0, 1, 2, 3, 4, 5, 6, 7))];
  INFO(c.name);
  const Run want(c, false, 1), got(c, false, on_simt(DType::kBF16));
  check_equal(got, want, kDeviceLayerBF16);
}

TEST_CASE("recomputing a layer on a GPU gives the same bits", "[simt]") {
  const Case plain = kCases[1];
  const Case again{"checkpoint", [] { return std::make_unique<Checkpoint>(residual(MixerKind::kMamba, true)); }};
  const Run want(plain, true, on_simt(DType::kBF16)), got(again, true, on_simt(DType::kBF16));
  CHECK(same_bits(got.result.y, want.result.y));
  CHECK(same_bits(got.result.dx, want.result.dx));
}

}  // namespace undula::test
