// The contract of mixers (mixer_contract_test.cpp) for U-Nets: whatever the pools, a chunk may end anywhere, and rows
// may stand at different places of their groups of frames.
#include "core/model/factory.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/module_harness.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

constexpr int64_t kB = 3, kL = 29, kD = 4;

struct UNetCase {
  std::vector<int64_t> pools;
  bool down_blocks;
  FeedForwardKind feed_forward = FeedForwardKind::kNone;
  double dropout = 0;
};

const std::vector<UNetCase> kCases = {{{2, 3}, true, FeedForwardKind::kMlp},
                                      {{4, 4}, true},
                                      {{3, 2}, false, FeedForwardKind::kGlu},
                                      {{5}, false},
                                      {{16}, true}};

ModelConfig config_of(const UNetCase& c) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.d_model = kD;
  config.n_layer = 1;
  config.d_state = 2;
  config.d_conv = 3;
  config.pools = c.pools;
  config.down_blocks = c.down_blocks;
  config.feed_forward = c.feed_forward;
  config.dropout = c.dropout;
  config.validate();
  return config;
}

std::unique_ptr<Module> unet(const UNetCase& c, bool recompute = false) {
  return make_unet(config_of(c), recompute);
}

Tensor input(DType dtype, int64_t B = kB, int64_t L = kL) {
  return Tensor::uniform({B, L, kD}, dtype, "x");
}

/// x in pieces: `cuts[i][b]` frames of row b in piece i, which is as long as its longest row plus a frame of padding.
struct Pieces {
  Pieces(ModuleHarness& harness, const Tensor& x, const std::vector<std::vector<int64_t>>& cuts)
      : y(x.view().shape, x.view().dtype) {
    const int64_t B = x.view().shape[0];
    std::vector<int64_t> done(static_cast<size_t>(B), 0);
    for (const std::vector<int64_t>& lengths : cuts) {
      const int64_t L = *std::max_element(lengths.begin(), lengths.end()) + 1;
      const Tensor part = Tensor::uniform({B, L, kD}, x.view().dtype, "padding"), valid = lengths_of(lengths, B);
      const auto frames = [&](const View& all, const View& piece, int64_t b, auto&& f) {
        const int64_t n = lengths[static_cast<size_t>(b)], from = done[static_cast<size_t>(b)];
        if (n > 0) f(all.row(b).slice(0, from, from + n), piece.row(b).slice(0, 0, n));
      };
      for (int64_t b = 0; b < B; ++b) frames(x, part, b, [](const View& all, const View& piece) { copy(all, piece); });
      alive.push_back(harness.run(part, part.view().shape, {.lengths = valid, .resets = {}, .records = {}},
                                  alive.empty() ? StateSet() : alive.back().states_out));
      for (int64_t b = 0; b < B; ++b) {
        frames(y, alive.back().y, b, [](const View& all, const View& piece) { copy(piece, all); });
        done[static_cast<size_t>(b)] += lengths[static_cast<size_t>(b)];
      }
    }
  }

  const StateSet& states() const { return alive.back().states_out; }
  Tensor y;
  std::vector<ModuleHarness::Result> alive;
};

void check_states(const ModuleHarness& harness, const StateSet& got, const StateSet& want, double tolerance) {
  for (size_t i = 0; i < harness.layout.slots().size(); ++i) {
    INFO(harness.layout.slots()[i].name);
    const int slot = static_cast<int>(i);
    if (got[slot].dtype == DType::kI32) {
      CHECK(same_bits(got[slot], want[slot]));
    } else {
      CHECK(relative_difference(got[slot], want[slot]) <= tolerance);
    }
  }
}

std::vector<std::vector<int64_t>> equal_cuts(int64_t L, int64_t chunk) {
  std::vector<std::vector<int64_t>> cuts;
  for (int64_t begin = 0; begin < L; begin += chunk)
    cuts.push_back(std::vector<int64_t>(kB, std::min(chunk, L - begin)));
  return cuts;
}

}  // namespace

TEST_CASE("a U-Net gives the same whole, in chunks of any length and step by step") {
  const auto dtype = GENERATE(DType::kF64, DType::kF32);
  const UNetCase c = GENERATE(from_range(kCases));
  ModuleHarness harness(unet(c), dtype);
  const Tensor x = input(dtype);
  const double tolerance = dtype == DType::kF64 ? kF64Reordered : kModelF32;
  const auto whole = harness.run(x, x.view().shape);
  for (const int64_t chunk : {1, 2, 3, 4, 5, 7, 16, 28}) {
    INFO("chunk " << chunk << ", first pool " << c.pools[0]);
    const Pieces pieces(harness, x, equal_cuts(kL, chunk));
    CHECK(relative_difference(pieces.y, whole.y) < tolerance);
    check_states(harness, pieces.states(), whole.states_out, tolerance);
  }
}

TEST_CASE("rows of a U-Net may stand at different places of their groups") {
  const UNetCase c = GENERATE(from_range(kCases));
  ModuleHarness harness(unet(c), DType::kF64);
  const Tensor x = input(DType::kF64);
  const auto whole = harness.run(x, x.view().shape);
  const Pieces pieces(harness, x, {{5, 0, 1}, {1, 3, 0}, {0, 0, 0}, {7, 20, 2}, {1, 1, 1}, {15, 5, 25}});
  CHECK(relative_difference(pieces.y, whole.y) < kF64Reordered);
  check_states(harness, pieces.states(), whole.states_out, kF64Reordered);
}

TEST_CASE("states of a U-Net may be moved on in place") {
  const UNetCase c = GENERATE(from_range(kCases));
  ModuleHarness harness(unet(c), DType::kF32);
  const Tensor x = input(DType::kF32);
  const Pieces want(harness, x, equal_cuts(kL, 1));
  const auto bytes = static_cast<int64_t>(StateSet::bytes(harness.layout, kB));
  const Buffer memory = Buffer::of({bytes}, DType::kU8);
  const StateSet states = StateSet::bind(harness.layout, kB, memory.view({bytes}, DType::kU8));
  states.reset(harness.layout);
  const StateFlow flow{.in = states, .out = states, .d_out = {}, .d_in = {}};
  const Tensor frame({kB, 1, kD}, DType::kF32), y({kB, 1, kD}, DType::kF32);
  harness.ctx.arena().plan();
  harness.module->forward(harness.ctx, {}, flow, frame, y);
  harness.ctx.arena().reserve();
  for (int64_t t = 0; t < kL; ++t) {
    copy(x.view().slice(1, t, t + 1), frame);
    harness.module->forward(harness.ctx, {}, flow, frame, y);
    for (int64_t b = 0; b < kB; ++b) CHECK(same_bits(y.view().row(b).row(0), want.y.view().row(b).row(t)));
  }
  check_states(harness, states, want.states(), 0);
}

TEST_CASE("a U-Net does not see the future") {
  const UNetCase c = GENERATE(from_range(kCases));
  ModuleHarness harness(unet(c), DType::kF32);
  for (int64_t t = 0; t < kL; ++t) {
    const Tensor x = input(DType::kF32);
    const Tensor before = harness.run(x, x.view().shape).y;
    for (int64_t b = 0; b < kB; ++b) x.set((b * kL + t) * kD + 2, 9.0);
    const Tensor after = harness.run(x, x.view().shape).y;
    if (t > 0) CHECK(same_bits(before.view().slice(1, 0, t), after.view().slice(1, 0, t)));
    CHECK_FALSE(same_bits(before.view().slice(1, t, t + 1), after.view().slice(1, t, t + 1)));
  }
}

TEST_CASE("what the innermost stage of a U-Net says comes with the next group") {
  ModuleHarness harness(unet({{4}, true}), DType::kF64);
  const Tensor x = input(DType::kF64);
  const Tensor before = harness.run(x, x.view().shape).y;
  // The coarse frame of positions 4 to 7 is known at 7 and is added from 8 on.
  Param& bias = *harness.params.find("up_pool.bias");
  for (int64_t i = 0; i < bias.value.count(); ++i) set_element(bias.value, i, 1);
  const Tensor after = harness.run(x, x.view().shape).y;
  CHECK(same_bits(before.view().slice(1, 0, 4), after.view().slice(1, 0, 4)));
  for (int64_t t = 4; t < kL; ++t)
    CHECK_FALSE(same_bits(before.view().slice(1, t, t + 1), after.view().slice(1, t, t + 1)));
}

TEST_CASE("a row of a U-Net is the same alone, padded and among others, to the bit") {
  const UNetCase c = GENERATE(from_range(kCases));
  ModuleHarness harness(unet(c), DType::kF32);
  const Tensor x = input(DType::kF32);
  const std::vector<int64_t> lengths = {11, 0, kL};
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

TEST_CASE("gradients of a U-Net, its states included, agree with central differences") {
  const UNetCase c = GENERATE(from_range(kCases));
  const int64_t L = GENERATE(1, 3, 13);
  ModuleHarness harness(unet(c), DType::kF64);
  const Tensor x = input(DType::kF64, kB, L), dy = Tensor::uniform(x.view().shape, DType::kF64, "dy");
  const Tensor valid = lengths_of({L, L / 2, 0}, kB);
  const Rows rows{.lengths = valid, .resets = {}, .records = {}};
  Buffer start_memory, end_memory;
  const StateSet start = harness.random_states(kB, "start", start_memory);
  const StateSet d_end = harness.random_states(kB, "d_end", end_memory);
  std::vector<int> slots;  // with gradients
  for (size_t i = 0; i < harness.layout.slots().size(); ++i) {
    const int slot = static_cast<int>(i);
    if (start[slot].dtype != DType::kI32) {
      slots.push_back(slot);
      continue;
    }
    for (int32_t b = 0; b < kB; ++b) start[slot].as<int32_t>()[b] = b % 2;  // a frame waits in row 1
  }
  const auto loss = [&] {
    const auto result = harness.run(x, x.view().shape, rows, start);
    double total = weighted_sum(result.y, dy);
    for (const int slot : slots) total += weighted_sum(result.states_out[slot], d_end[slot]);
    return total;
  };
  // Padding is no part of the loss.
  for (int64_t b = 0; b < kB; ++b) {
    const int64_t n = rows.length(b, L);
    if (n < L) fill_zero(dy.view().row(b).slice(0, n, L));
  }
  harness.params.zero_grads();
  const auto result = harness.run(x, x.view().shape, rows, start, dy, d_end);
  std::vector<Checked> checked = {{"x", x, result.dx}};
  for (const int slot : slots)
    checked.push_back({harness.layout.slots()[static_cast<size_t>(slot)].name, start[slot], result.d_states_in[slot]});
  for (Param& param : harness.params.params()) checked.push_back({param.name, param.value, param.grad});
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

TEST_CASE("recompute and thread counts do not change a bit of a U-Net") {
  UNetCase c = GENERATE(from_range(kCases));
  c.dropout = 0.2;
  const Tensor x = input(DType::kF32), dy = Tensor::uniform(x.view().shape, DType::kF32, "dy");
  ModuleHarness plain(unet(c), DType::kF32, 1);
  plain.ctx.set_training(true);
  const auto want = plain.run(x, x.view().shape, {}, {}, dy);
  for (const bool recompute : {false, true}) {
    for (const int threads : {1, 2, 3}) {
      ModuleHarness other(unet(c, recompute), DType::kF32, threads);
      other.ctx.set_training(true);
      const auto got = other.run(x, x.view().shape, {}, {}, dy);
      CHECK(same_bits(got.y, want.y));
      CHECK(same_bits(got.dx, want.dx));
      CHECK(same_bits(other.params.grads(), plain.params.grads()));
    }
  }
}

TEST_CASE("a U-Net refuses packed rows and places that cannot be") {
  ModuleHarness harness(unet({{4}, true}), DType::kF32);
  const Tensor x = input(DType::kF32), starts = resets_of({{0, 3}}, kB, kL);
  CHECK_THROWS_WITH(harness.run(x, x.view().shape, {.lengths = {}, .resets = starts, .records = {}}),
                    contains("one record a row"));
  Buffer memory;
  const StateSet start = harness.random_states(kB, "start", memory);
  for (size_t i = 0; i < harness.layout.slots().size(); ++i)
    if (harness.layout.slots()[i].name == "phase") start[static_cast<int>(i)].as<int32_t>()[1] = 4;
  CHECK_THROWS_WITH(harness.run(x, x.view().shape, {}, start), contains("phase; got 4, want 0 to 3"));
}

}  // namespace undula::test
