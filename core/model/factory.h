#pragma once
#include <memory>

#include "core/model/config.h"
#include "core/nn/stem.h"

namespace undula {

/// The explicit tables of what a configuration can name.
std::unique_ptr<Stem> make_stem(const ModelConfig& config);
std::unique_ptr<Module> make_mixer(const ModelConfig& config);
/// n_layer residual blocks in a row; each is wrapped in Checkpoint when `recompute`.
std::unique_ptr<Module> make_blocks(const ModelConfig& config, bool recompute);

}  // namespace undula
