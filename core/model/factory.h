#pragma once
#include <memory>
#include <vector>

#include "core/model/config.h"
#include "core/nn/stem.h"

namespace undula {

/// The explicit tables of what a configuration can name.
std::unique_ptr<Stem> make_stem(const ModelConfig& config);
std::unique_ptr<Module> make_mixer(const ModelConfig& config);
/// Layers of one width: for each of config.n_layer blocks a residual mixer and, where there is one, a residual
/// feed-forward layer; each wrapped in Checkpoint when `recompute`. `first` numbers the first among those of the model.
std::vector<std::unique_ptr<Module>> make_layers(const ModelConfig& config, int first, bool recompute);
/// The stages of a configuration with pools.
std::unique_ptr<Module> make_unet(const ModelConfig& config, bool recompute);

}  // namespace undula
