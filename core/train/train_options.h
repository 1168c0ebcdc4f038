#pragma once
#include <cstdint>
#include <string>

namespace undula {

/// What a user may say about a training run, whatever the data are; empty, 0 or "auto" leaves the choice to the data
/// and the time. Domains add what is theirs.
struct TrainOptions {
  std::string task = "classify";  ///< or a language model: "lm" predicts the next token
  std::string preset = "auto";    ///< tiny, small, base
  int64_t steps = 0;
  double minutes = 0;  ///< becomes steps, once, before the first
  uint64_t seed = 1;
  int64_t batch = 0;
  int64_t chunk = -1;  ///< tokens that long samples are run in pieces of; 0: whole; below 0: chosen for the memory
  double learning_rate = 0;
  double weight_decay = 0.1;
  double dropout = -1;  ///< below 0: chosen for the data
  int64_t evaluate_every = 0;
  int64_t patience = 10;               ///< validations without a better log-loss before training stops; 0: never
  std::string class_weights = "none";  ///< or "balanced"
  double length_warmup = -1;           ///< share of the steps that read pieces of windows; below 0: chosen

  std::string stem = "auto";       ///< a name of StemKind
  std::string mixer = "mamba";     ///< a name of MixerKind, or one for each stage of a U-Net, with commas between
  std::string direction = "auto";  ///< "both" (of classifiers and masked models), "causal"
  std::string store = "f32";       ///< or "bf16": matrices of the model file in 16 bits
  int64_t d_model = 0, layers = 0, d_state = 16, stride = 0;

  std::string from;             ///< model file whose backbone to start from; empty: random weights
  std::string freeze = "none";  ///< "all": only the head learns; "N": all but the embedding and the first N blocks do
};

}  // namespace undula
