#pragma once
#include <memory>

#include "core/model/config.h"
#include "core/nn/stem.h"

namespace undula {

/// The explicit tables of what a configuration can name.
std::unique_ptr<Stem> make_stem(const ModelConfig& config);
std::unique_ptr<Module> make_mixer(const ModelConfig& config);
/// The residual block of a layer, wrapped in Checkpoint when `recompute`.
std::unique_ptr<Module> make_block(const ModelConfig& config, int layer, bool recompute);

}  // namespace undula
