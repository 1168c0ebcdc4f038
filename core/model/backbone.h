#pragma once
#include "core/model/sequence_model.h"

namespace undula {

// The backbone is all of a model but its head: embedding, blocks, final norm.

/// Makes `config` that of a model with the backbone of `from`: stem, mixer, sizes; the head stays.
void take_backbone(const ModelConfig& from, ModelConfig& config);

/// Copies the parameters of the backbone, and those of the head where `head`. The models must have the same shapes.
void copy_parameters(const SequenceModel& from, SequenceModel& to, bool head);

inline constexpr int64_t kFreezeNone = -1, kFreezeAll = -2;
/// Training leaves the embedding and the first `blocks` blocks as they are, all of the backbone with kFreezeAll,
/// nothing with kFreezeNone. Throws kUsage where the model has fewer blocks, or is a U-Net and some are asked for.
void freeze(SequenceModel& model, int64_t blocks);

}  // namespace undula
