#include "core/model/factory.h"

#include "core/nn/filter_stem.h"
#include "core/nn/mamba_pass.h"
#include "core/nn/wrap/checkpoint.h"
#include "core/nn/wrap/residual.h"

namespace undula {

std::unique_ptr<Stem> make_stem(const ModelConfig& config) {
  const FilterStemShape sound{{config.bands, config.frame_width, config.rate}, config.stride, config.frame_pool};
  switch (config.stem) {
    case StemKind::kToken:
      return std::make_unique<TokenStem>(config.vocab, config.d_model);
    case StemKind::kConv:
      return std::make_unique<ConvStem>(config.vocab, config.conv_width, config.d_model);
    case StemKind::kFilters:
      return std::make_unique<FilterStem>(sound, config.d_model);
    case StemKind::kLogMel:
      return std::make_unique<LogMelStem>(sound, config.d_model);
    case StemKind::kKmer:
      break;
  }
  const KmerShape shape{static_cast<int>(config.kmer), static_cast<int>(config.stride),
                        static_cast<int>(config.letters)};
  return std::make_unique<KmerStem>(shape, config.d_model);
}

std::unique_ptr<Module> make_mixer(const ModelConfig& config) {
  if (config.mixer == MixerKind::kS4d)
    return std::make_unique<S4dMixer>(
        S4dShape{config.d_model, config.s4d_state, config.s4d_init, config.bidirectional});
  const MambaShape shape{config.d_model, config.expand,  config.d_state,
                         config.d_conv,  config.dt_rank, config.mixer == MixerKind::kMambaComplex};
  std::vector<Mixer::NamedPass> passes;
  if (config.bidirectional) {
    passes.push_back({"mamba_fwd.", std::make_unique<MambaPass>(shape, Direction::kForward)});
    passes.push_back({"mamba_rev.", std::make_unique<MambaPass>(shape, Direction::kReverse)});
  } else {
    passes.push_back({"", std::make_unique<MambaPass>(shape, Direction::kForward)});
  }
  return std::make_unique<Mixer>(config.d_model, std::move(passes), config.blocks());
}

std::vector<std::unique_ptr<Module>> make_layers(const ModelConfig& config, int first, bool recompute) {
  std::vector<std::unique_ptr<Module>> layers;
  const auto add = [&](std::unique_ptr<Module> inner, const char* scope) {
    const int number = first + static_cast<int>(layers.size());
    layers.push_back(std::make_unique<Residual>(config.d_model, std::move(inner), scope, config.dropout, number));
    if (recompute) layers.back() = std::make_unique<Checkpoint>(std::move(layers.back()));
  };
  for (int64_t block = 0; block < config.n_layer; ++block) {
    add(make_mixer(config), "mixer.");
    if (config.feed_forward == FeedForwardKind::kNone) continue;
    add(std::make_unique<FeedForward>(config.d_model, config.feed_forward, config.ff_expand, config.blocks()),
        "feed_forward.");
  }
  return layers;
}

}  // namespace undula
