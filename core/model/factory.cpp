#include "core/model/factory.h"

#include "core/nn/mamba_pass.h"
#include "core/nn/wrap/checkpoint.h"
#include "core/nn/wrap/residual.h"

namespace undula {

std::unique_ptr<Stem> make_stem(const ModelConfig& config) {
  switch (config.stem) {
    case StemKind::kToken:
      return std::make_unique<TokenStem>(config.vocab, config.d_model);
    case StemKind::kConv:
      return std::make_unique<ConvStem>(config.vocab, config.conv_width, config.d_model);
    case StemKind::kKmer:
      break;
  }
  const KmerShape shape{static_cast<int>(config.kmer), static_cast<int>(config.stride),
                        static_cast<int>(config.letters)};
  return std::make_unique<KmerStem>(shape, config.d_model);
}

std::unique_ptr<Module> make_mixer(const ModelConfig& config) {
  const MambaShape shape{config.d_model, config.expand, config.d_state, config.d_conv, config.dt_rank};
  std::vector<Mixer::NamedPass> passes;
  if (config.bidirectional) {
    passes.push_back({"mamba_fwd.", std::make_unique<MambaPass>(shape, Direction::kForward)});
    passes.push_back({"mamba_rev.", std::make_unique<MambaPass>(shape, Direction::kReverse)});
  } else {
    passes.push_back({"", std::make_unique<MambaPass>(shape, Direction::kForward)});
  }
  return std::make_unique<Mixer>(config.d_model, std::move(passes), config.n_layer);
}

std::unique_ptr<Module> make_block(const ModelConfig& config, int layer, bool recompute) {
  std::unique_ptr<Module> block =
      std::make_unique<Residual>(config.d_model, make_mixer(config), "mixer.", config.dropout, layer);
  if (recompute) block = std::make_unique<Checkpoint>(std::move(block));
  return block;
}

}  // namespace undula
