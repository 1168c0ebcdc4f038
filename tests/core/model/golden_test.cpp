// Logits and every parameter gradient of small random Mamba models against an independent implementation
// (tests/golden/README.md).
#include "core/cuda/backend.h"
#include "core/io/safetensors.h"
#include "core/model/runner.h"
#include "tests/support/catch.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

int64_t number(const TensorFile& file, const char* key) {
  return std::stoll(file.metadata.at(key));
}

/// The elements of a fixture's tensor, under the shape that the model gives it (published convolutions are (E, 1, K)).
template <class T>
Tensor fixture(const TensorFile& file, const std::string& name, const Shape& shape, DType dtype) {
  const std::vector<T> values = file.values<T>(name, file.find(name)->shape);
  Tensor tensor(shape, dtype);
  REQUIRE(static_cast<int64_t>(values.size()) == shape.count());
  for (int64_t i = 0; i < shape.count(); ++i) tensor.set(i, static_cast<double>(values[static_cast<size_t>(i)]));
  return tensor;
}

}  // namespace

TEST_CASE("logits and gradients agree with an independent implementation") {
  const std::string name = GENERATE("mamba-small", "mamba-wide", "mamba-odd");
  const DType dtype = GENERATE(DType::kF32, DType::kF64);
  const auto schedule = GENERATE(Schedule::kWhole, Schedule::kChunkMajor);
  const bool on_device = GENERATE(false, true);
  if (on_device && dtype == DType::kF64) return;
  const TensorFile file =
      read_tensor_file(std::string(UNDULA_TESTS_DIR) + "/golden/" + name + ".safetensors", Checksum::kOptional);
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.head = HeadKind::kNextToken;
  config.vocab = config.n_outputs = number(file, "vocab");
  config.n_layer = number(file, "n_layer");
  config.d_model = number(file, "d_model");
  config.d_state = number(file, "d_state");
  config.d_conv = number(file, "d_conv");
  config.dt_rank = number(file, "dt_rank");
  const int64_t B = 2, L = number(file, "length"), V = config.vocab;

  Compute compute(2);
  if (on_device) compute.device = make_simt_backend();
  Context ctx(compute);
  SequenceModel model(config, dtype);
  model.allocate(true);
  for (Param& param : model.params().params()) copy(fixture<float>(file, param.name, param.shape, dtype), param.value);
  Runner runner(ctx, model, {schedule, 4});

  std::vector<uint8_t> tokens;
  for (const int32_t token : file.values<int32_t>("tokens", {B, L})) tokens.push_back(static_cast<uint8_t>(token));
  const Tensor targets = fixture<int32_t>(file, "targets", {B, L}, DType::kI32);
  Batch batch;
  batch.tokens = View(tokens.data(), DType::kU8, {B, L});
  batch.targets = targets;
  const Tensor logits({B, L, V}, dtype);
  plan_and_run(ctx, [&] { runner.predict(batch, logits); });
  LossSums sums;
  const auto count = static_cast<double>(runner.evaluate(batch).count);
  plan_and_run(ctx, [&] {
    model.params().zero_grads();
    sums = runner.train(batch, count);
  });

  const double tolerance = dtype == DType::kF32 ? kGoldenF32 : kGoldenF64;
  CHECK(relative_difference(logits.as(DType::kF64), fixture<double>(file, "logits", {B, L, V}, DType::kF64)) <
        tolerance);
  CHECK(sums.loss / count == Approx(file.values<double>("loss", {1})[0]).epsilon(tolerance));
  for (const Param& param : model.params().params()) {
    INFO(param.name);
    const Tensor got(param.shape, dtype);
    copy(param.grad, got);
    CHECK(relative_difference(got.as(DType::kF64),
                              fixture<double>(file, "grad." + param.name, param.shape, DType::kF64)) < tolerance);
  }
}

TEST_CASE("logits of U-Nets agree with an independent implementation") {
  const std::string name = GENERATE("unet-both-ways", "unet-up-only", "unet-square");
  const DType dtype = GENERATE(DType::kF32, DType::kF64);
  const auto schedule = GENERATE(Schedule::kWhole, Schedule::kChunkMajor);
  const bool on_device = GENERATE(false, true);
  if (on_device && dtype == DType::kF64) return;
  const TensorFile file =
      read_tensor_file(std::string(UNDULA_TESTS_DIR) + "/golden/" + name + ".safetensors", Checksum::kOptional);
  std::map<std::string, std::string> metadata = ModelConfig().to_metadata();
  metadata["model.stem"] = "token";
  metadata["model.head"] = "next_token";
  metadata["model.n_outputs"] = file.metadata.at("vocab");
  metadata["model.pool_expand"] = metadata["model.ff_expand"] = "2";
  for (const char* key : {"vocab", "n_layer", "d_model", "d_state", "pools", "down_blocks", "feed_forward"})
    metadata[std::string("model.") + key] = file.metadata.at(key);
  const ModelConfig config = ModelConfig::from_metadata(metadata);
  SequenceModel model(config, dtype);
  model.allocate(false);
  size_t found = 0;
  for (Param& param : model.params().params()) {
    INFO(param.name);
    REQUIRE(file.find(param.name) != nullptr);
    copy(fixture<float>(file, param.name, param.shape, dtype), param.value);
    ++found;
  }
  CHECK(file.tensors.size() == found + 2);
  const std::vector<int64_t> extents = file.find("tokens")->shape;
  const Shape shape{extents[0], extents[1], config.n_outputs};
  std::vector<uint8_t> tokens;
  for (const int32_t token : file.values<int32_t>("tokens", extents)) tokens.push_back(static_cast<uint8_t>(token));
  Batch batch;
  batch.tokens = View(tokens.data(), DType::kU8, {shape[0], shape[1]});
  Compute compute(2);
  if (on_device) compute.device = make_simt_backend();
  Context ctx(compute);
  Runner runner(ctx, model, {schedule, 7});
  const Tensor logits(shape, dtype);
  plan_and_run(ctx, [&] { runner.predict(batch, logits); });
  CHECK(relative_difference(logits.as(DType::kF64), fixture<double>(file, "logits", shape, DType::kF64)) <
        (dtype == DType::kF32 ? kGoldenF32 : kGoldenF64));
}

}  // namespace undula::test
