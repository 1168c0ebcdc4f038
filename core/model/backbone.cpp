#include "core/model/backbone.h"

#include "core/base/error.h"

namespace undula {
namespace {

bool in_backbone(const Param& param) {
  return param.name.starts_with("backbone.");
}

/// The number of the block that a parameter belongs to; -1 for those of no block. A block has a mixer's layer and,
/// where there is one, that of a feed-forward layer.
int64_t block_of(const Param& param, const ModelConfig& config) {
  constexpr std::string_view kLayers = "backbone.layers.";
  const int64_t each = config.feed_forward == FeedForwardKind::kNone ? 1 : 2;
  return param.name.starts_with(kLayers) ? std::stoll(param.name.substr(kLayers.size())) / each : -1;
}

}  // namespace

void take_backbone(const ModelConfig& from, ModelConfig& config) {
  ModelConfig taken = from;
  taken.head = config.head;
  taken.pooling = config.pooling;
  taken.n_outputs = config.n_outputs;
  taken.dropout = config.dropout;
  config = taken;
}

void copy_parameters(const SequenceModel& from, SequenceModel& to, bool head) {
  for (const Param& param : from.params().params()) {
    if (!in_backbone(param) && !head) continue;
    const Param* own = to.params().find(param.name);
    require(own != nullptr && own->shape == param.shape, "copy_parameters", param.name + " does not fit");
    copy(param.value, own->value);
  }
  to.params().touch();
}

void freeze(SequenceModel& model, int64_t blocks) {
  if (blocks >= 0 && !model.config().pools.empty())
    throw Error(ErrorKind::kUsage, "a U-Net's blocks are not in a row: none of it or all can be frozen");
  if (blocks > model.config().n_layer)
    throw Error(ErrorKind::kUsage, "the model has " + std::to_string(model.config().n_layer) + " blocks; " +
                                       std::to_string(blocks) + " cannot be frozen");
  for (Param& param : model.params().params()) {
    const bool embedding = param.name.starts_with("backbone.embedding.");
    const int64_t block = block_of(param, model.config());
    param.frozen =
        in_backbone(param) && (blocks == kFreezeAll || (blocks >= 0 && (embedding || (block >= 0 && block < blocks))));
  }
}

}  // namespace undula
