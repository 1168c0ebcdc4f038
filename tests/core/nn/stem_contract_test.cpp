// The contract of every stem: whole = chunked, records alone = padded = packed, any length from 1, gradients.
#include "core/model/factory.h"
#include "core/nn/stem.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/module_harness.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

constexpr int64_t kD = 5;

struct StemCase {
  const char* name;
  StemKind kind;
  int64_t kmer = 3, stride = 1, frame_pool = 1;
};

const std::vector<StemCase> kStems = {{"token", StemKind::kToken},
                                      {"conv", StemKind::kConv},
                                      {"kmer", StemKind::kKmer, 3, 1},
                                      {"kmer by 4", StemKind::kKmer, 5, 4},
                                      {"1-mer", StemKind::kKmer, 1, 2},
                                      {"filters", StemKind::kFilters, 0, 4, 2},
                                      {"filters by 1", StemKind::kFilters, 0, 1},
                                      {"log-mel", StemKind::kLogMel, 0, 4}};

std::unique_ptr<Stem> stem(const StemCase& c) {
  ModelConfig config;
  config.stem = c.kind;
  config.kmer = c.kmer;
  config.stride = c.stride;
  config.conv_width = 4;
  config.rate = 1000;
  config.bands = 3;
  config.frame_width = 7;
  config.frame_pool = c.frame_pool;
  config.d_model = kD;
  return make_stem(config);
}

/// Tokens, or samples for a stem that reads those.
struct Tokens {
  Tokens(int64_t B, int64_t L, StemKind kind) : tokens(static_cast<size_t>(B * L)), samples(tokens.size()) {
    for (size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = static_cast<uint8_t>(RandomKey(3).below(i, 5));
      samples[i] = static_cast<float>(RandomKey(3).normal(i));
    }
    view = reads_samples(kind) ? View(samples.data(), DType::kF32, {B, L}) : View(tokens.data(), DType::kU8, {B, L});
  }
  std::vector<uint8_t> tokens;
  std::vector<float> samples;
  View view;
};

}  // namespace

TEST_CASE("a stem gives the same whole and in chunks") {
  const StemCase c = kStems[static_cast<size_t>(GENERATE(0, 1, 2, 3, 4, 5, 6, 7))];
  const int64_t groups = GENERATE(1, 2, 3);
  const int64_t L = 23, chunk = groups * c.stride;
  ModuleHarness harness(stem(c), DType::kF32);
  Tokens tokens(2, L, c.kind);
  const int64_t out = (L + c.stride - 1) / c.stride;
  const auto whole = harness.run(tokens.view, {2, out, kD}, {}, {}, {}, {}, false);
  std::vector<ModuleHarness::Result> alive;
  StateSet states;
  for (int64_t begin = 0; begin < L; begin += chunk) {
    const int64_t end = std::min(begin + chunk, L), first = begin / c.stride,
                  n = (end - begin + c.stride - 1) / c.stride;
    alive.push_back(harness.run(tokens.view.slice(1, begin, end), {2, n, kD}, {}, states, {}, {}, false));
    states = alive.back().states_out;
    CHECK(same_bits(alive.back().y, whole.y.view().slice(1, first, first + n)));
  }
}

TEST_CASE("a record gets the same from a stem alone, padded and packed") {
  const StemCase c = kStems[static_cast<size_t>(GENERATE(0, 1, 2, 3, 4, 5, 6, 7))];
  const auto dtype = GENERATE(DType::kF64, DType::kF32);
  ModuleHarness harness(stem(c), dtype);
  const auto positions = [&](int64_t n) { return (n + c.stride - 1) / c.stride; };
  Tokens tokens(1, 24, c.kind);
  const Tensor starts = resets_of({{0, 0}, {0, 8}, {0, 12}}, 1, 24), valid = lengths_of({21}, 1);
  const auto packed = harness.run(tokens.view, {1, positions(24), kD},
                                  {.lengths = valid, .resets = starts, .records = {}}, {}, {}, {}, false);
  for (const auto& [begin, end] : std::vector<std::pair<int64_t, int64_t>>{{0, 8}, {8, 12}, {12, 21}}) {
    const int64_t n = positions(end - begin), first = begin / c.stride;
    const auto alone = harness.run(tokens.view.slice(1, begin, end), {1, n, kD}, {}, {}, {}, {}, false);
    CHECK(same_bits(alone.y.view().row(0), packed.y.view().row(0).slice(0, first, first + n)));
  }
  const auto single = harness.run(tokens.view.slice(1, 0, 1), {1, 1, kD}, {}, {}, {}, {}, false);
  const Tensor one = lengths_of({1}, 1);
  const auto padded = harness.run(tokens.view, {1, positions(24), kD}, {.lengths = one, .resets = {}, .records = {}},
                                  {}, {}, {}, false);
  CHECK(same_bits(single.y.view().row(0).row(0), padded.y.view().row(0).row(0)));
}

TEST_CASE("gradients of a stem agree with central differences, over a cut too") {
  const StemCase c = kStems[static_cast<size_t>(GENERATE(0, 1, 2, 3, 4, 5, 6, 7))];
  ModuleHarness harness(stem(c), DType::kF64);
  Tokens tokens(2, 15, c.kind);
  const Tensor valid = lengths_of({15, 6}, 2);
  const int64_t out = (15 + c.stride - 1) / c.stride;
  const Tensor dy = Tensor::uniform({2, out, kD}, DType::kF64, "dy");
  const Rows rows{.lengths = valid, .resets = {}, .records = {}};
  const auto loss = [&] { return weighted_sum(harness.run(tokens.view, {2, out, kD}, rows, {}, {}, {}, false).y, dy); };
  harness.params.zero_grads();
  harness.run(tokens.view, {2, out, kD}, rows, {}, dy, {}, false);
  std::vector<Checked> checked;
  for (Param& param : harness.params.params()) checked.push_back({param.name, param.value, param.grad});
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

}  // namespace undula::test
