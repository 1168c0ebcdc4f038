#include "core/nn/mamba_pass.h"

#include <cmath>

#include "core/model/factory.h"
#include "tests/support/catch.h"
#include "tests/support/module_harness.h"

namespace undula::test {

TEST_CASE("mamba_pass: complex A starts as S4D-Lin, two real numbers of d_state to a state") {
  ModelConfig config;
  config.mixer = MixerKind::kMambaComplex;
  config.d_model = 6;
  config.d_state = 8;
  ModuleHarness harness(make_mixer(config), DType::kF64);
  const View A_log = harness.params.find("A_log")->value, A_imag = harness.params.find("A_imag")->value;
  REQUIRE((A_log.shape == Shape{12, 4} && A_imag.shape == Shape{12, 4}));
  for (int64_t i = 0; i < A_log.count(); ++i) {
    CHECK(-std::exp(element(A_log, i)) == Approx(-0.5));
    CHECK(element(A_imag, i) == Approx(M_PI * static_cast<double>(i % 4)));
  }
  CHECK(harness.params.find("x_proj.weight")->shape == Shape{1 + 2 * 8, 12});
  CHECK_FALSE(harness.params.find("A_imag")->decay);
}

TEST_CASE("mamba_pass: a model of complex states is named in its file, and an odd number of them refused") {
  ModelConfig config;
  config.mixer = MixerKind::kMambaComplex;
  auto metadata = config.to_metadata();
  CHECK(ModelConfig::from_metadata(metadata).mixer == MixerKind::kMambaComplex);
  metadata["model.d_state"] = "7";
  CHECK_THROWS_WITH(ModelConfig::from_metadata(metadata), contains("d_state") && contains("even; got 7"));
}

}  // namespace undula::test
