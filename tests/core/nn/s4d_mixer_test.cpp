#include "core/nn/s4d_mixer.h"

#include <cmath>

#include "core/io/safetensors.h"
#include "core/model/config.h"
#include "core/train/optimizer.h"
#include "tests/support/catch.h"
#include "tests/support/module_harness.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

template <class T>
Tensor fixture(const TensorFile& file, const std::string& name, const Shape& shape, DType dtype) {
  const std::vector<T> values = file.values<T>(name, file.find(name)->shape);
  REQUIRE(static_cast<int64_t>(values.size()) == shape.count());
  Tensor tensor(shape, dtype);
  for (int64_t i = 0; i < shape.count(); ++i) tensor.set(i, static_cast<double>(values[static_cast<size_t>(i)]));
  return tensor;
}

}  // namespace

TEST_CASE("s4d_mixer: the layer agrees with an independent implementation by convolution") {
  const std::string name = GENERATE("s4d-lin", "s4d-inv", "s4d-both");
  const DType dtype = GENERATE(DType::kF32, DType::kF64);
  const TensorFile file =
      read_tensor_file(std::string(UNDULA_TESTS_DIR) + "/golden/" + name + ".safetensors", Checksum::kOptional);
  const auto number = [&](const char* key) { return std::stoll(file.metadata.at(key)); };
  ModuleHarness harness(
      std::make_unique<S4dMixer>(S4dShape{
          .d_model = number("d_model"), .d_state = number("d_state"), .bidirectional = number("directions") == 2}),
      dtype);
  for (Param& param : harness.params.params()) copy(fixture<float>(file, param.name, param.shape, dtype), param.value);
  harness.params.touch();
  const Shape shape{2, number("length"), number("d_model")};
  const auto result = harness.run(fixture<float>(file, "x", shape, dtype), shape);
  CHECK(relative_difference(result.y.as(DType::kF64), fixture<double>(file, "y", shape, DType::kF64)) <
        (dtype == DType::kF32 ? kModelF32 : kGoldenF64));
}

TEST_CASE("s4d_mixer: parameters start as published") {
  const auto frequencies = GENERATE(FrequencyInit::kLin, FrequencyInit::kInv);
  const int64_t D = 40, N = 64, M = N / 2;
  ModuleHarness harness(std::make_unique<S4dMixer>(S4dShape{.d_model = D, .d_state = N, .frequencies = frequencies}),
                        DType::kF64);
  const auto value = [&](const char* name, int64_t i) { return element(harness.params.find(name)->value, i); };
  for (int64_t i = 0; i < D * M; ++i) {
    const auto n = static_cast<double>(i % M);
    const double inverse = 64 / M_PI * (64 / (2 * n + 1) - 1);
    CHECK(value("kernel.A_imag", i) == Approx(frequencies == FrequencyInit::kLin ? M_PI * n : inverse));
    CHECK(-std::exp(value("kernel.log_A_real", i)) == Approx(-0.5));
  }
  double low = 1, high = 0, squares = 0;
  for (int64_t e = 0; e < D; ++e) {
    low = std::min(low, std::exp(value("kernel.log_dt", e)));
    high = std::max(high, std::exp(value("kernel.log_dt", e)));
  }
  CHECK((low >= 1e-3 && low < 2e-3 && high > 5e-2 && high <= 0.1));
  for (int64_t i = 0; i < D * N; ++i) squares += value("kernel.C", i) * value("kernel.C", i);
  CHECK(squares / static_cast<double>(D * N) == Approx(0.5).epsilon(0.1));
}

TEST_CASE("s4d_mixer: A and dt learn at most at 1e-3 and never decay; all else at the rate that is asked for") {
  const double peak = GENERATE(1e-2, 5e-4);
  const bool frozen = GENERATE(false, true);
  ModuleHarness harness(std::make_unique<S4dMixer>(S4dShape{.d_model = 4, .d_state = 6}), DType::kF32);
  Context ctx(1);
  OptimizerOptions options;
  options.rate = {.peak = peak, .final_fraction = 0.01, .warmup_steps = 1, .steps = 10};
  options.weight_decay = 0;
  harness.params.find("output_linear.0.bias")->frozen = frozen;
  std::vector<Tensor> before;
  for (Param& param : harness.params.params()) {
    before.push_back(Tensor(param.shape, DType::kF32));
    copy(param.value, before.back());
    copy(Tensor::uniform(param.shape, DType::kF32, param.name, 0.5, 1), param.grad);
  }
  Optimizer optimizer(harness.params, options);
  ctx.arena().plan();
  sum_of_squares(ctx, harness.params.grads());
  ctx.arena().reserve();
  optimizer.step(ctx);
  size_t i = 0;
  for (const Param& param : harness.params.params()) {
    INFO(param.name);
    const bool slow = param.name.find("A_") != std::string::npos || param.name.find("dt") != std::string::npos;
    // Adam's first step is the rate itself.
    const double moved = before[i++].get(0) - element(param.value, 0);
    CHECK(moved == Approx(param.frozen ? 0 : slow ? std::min(peak, 1e-3) : peak).epsilon(1e-2).margin(1e-9));
    CHECK(((param.peak_rate > 0) == slow && !(slow && param.decay)));
  }
}

TEST_CASE("s4d_mixer: its fields are in the metadata where they mean something, and a hostile file is refused") {
  ModelConfig config;
  CHECK(config.to_metadata().count("model.s4d_state") == 0);
  config.mixer = MixerKind::kS4d;
  config.s4d_state = 10;
  config.s4d_init = FrequencyInit::kInv;
  const auto metadata = config.to_metadata();
  CHECK(ModelConfig::from_metadata(metadata).to_metadata() == metadata);
  const auto refused = [&](const char* name, const char* value, const std::string& message) {
    auto changed = metadata;
    changed[std::string("model.") + name] = value;
    CHECK_THROWS_WITH(ModelConfig::from_metadata(changed), contains(message));
  };
  refused("s4d_state", "9", "s4d_state");
  refused("s4d_state", "0", "s4d_state");
  refused("s4d_state", "100000", "s4d_state");
  refused("s4d_state", "8x", "s4d_state");
  refused("s4d_init", "legs", "s4d_init");
  refused("mixer", "s4", "mixer");
  config.s4d_state = 7;
  CHECK_THROWS_WITH(config.validate(), contains("is even; got 7"));
}

}  // namespace undula::test
