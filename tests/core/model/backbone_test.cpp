#include "core/model/backbone.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/train/optimizer.h"
#include "tests/support/catch.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

ModelConfig config_of(HeadKind head, int64_t n_outputs) {
  ModelConfig config;
  config.head = head;
  config.n_outputs = n_outputs;
  config.d_model = 8;
  config.n_layer = 3;
  config.kmer = 2;
  config.stride = 1;
  return config;
}

struct Model {
  Model(HeadKind head, int64_t n_outputs, uint64_t seed) : model(config_of(head, n_outputs), DType::kF32) {
    model.allocate(true);
    model.params().initialise(RandomKey(seed));
  }
  SequenceModel model;
};

/// Names of the parameters whose bits are the same in both.
std::vector<std::string> same_parameters(const SequenceModel& a, SequenceModel& b) {
  std::vector<std::string> names;
  for (const Param& param : a.params().params()) {
    const Param* other = b.params().find(param.name);
    if (other != nullptr && other->shape == param.shape && same_bits(param.value, other->value))
      names.push_back(param.name);
  }
  return names;
}

}  // namespace

TEST_CASE("a model takes the backbone of another, whatever its head is") {
  ModelConfig config;
  config.head = HeadKind::kPosition;
  config.n_outputs = 5;
  take_backbone(config_of(HeadKind::kNextToken, 4), config);
  CHECK(config.n_layer == 3);
  CHECK(config.kmer == 2);
  CHECK(config.head == HeadKind::kPosition);
  CHECK(config.n_outputs == 5);

  Model from(HeadKind::kNextToken, 4, 1), to(HeadKind::kClass, 3, 2);
  copy_parameters(from.model, to.model, false);
  for (const Param& param : to.model.params().params()) {
    INFO(param.name);
    const Param* source = from.model.params().find(param.name);
    CHECK((source != nullptr) == param.name.starts_with("backbone."));
    if (source != nullptr) CHECK(same_bits(param.value, source->value));
  }
  CHECK_THROWS_AS(copy_parameters(from.model, to.model, true), Error);
}

TEST_CASE("frozen parameters keep their bits, and all others learn") {
  const int64_t blocks = GENERATE(values<int64_t>({kFreezeNone, kFreezeAll, 0, 2}));
  Model trained(HeadKind::kClass, 3, 1), start(HeadKind::kClass, 3, 1);
  freeze(trained.model, blocks);
  Optimizer optimizer(trained.model.params(), {});
  Context ctx(2);
  for (int step = 0; step < 3; ++step) {
    plan_and_run(ctx, [&] {
      for (Param& param : trained.model.params().params())
        copy(Tensor::uniform(param.shape, DType::kF32, param.name), param.grad);
      optimizer.step(ctx);
    });
  }
  for (const bool averaged : {false, true}) {
    if (averaged) optimizer.swap_average();
    const std::vector<std::string> kept = same_parameters(start.model, trained.model);
    for (const Param& param : trained.model.params().params()) {
      INFO(param.name << " with " << blocks << " frozen");
      const bool layer = param.name.starts_with("backbone.layers.");
      const bool early = layer && param.name.substr(16, 1) < std::to_string(blocks);
      const bool want = blocks == kFreezeAll ? param.name.starts_with("backbone.")
                                             : blocks >= 0 && (early || param.name.starts_with("backbone.embedding"));
      CHECK((std::find(kept.begin(), kept.end(), param.name) != kept.end()) == want);
    }
  }
  CHECK_THROWS_AS(freeze(trained.model, 4), Error);
}

}  // namespace undula::test
