#pragma once
#include <cstdint>
#include <string>

#include "audio/tasks/model/sound_front_end.h"

namespace undula {

/// What a model file says about a language model of sound beside its network.
struct SoundLanguageCard {
  int rate = 0;  ///< samples a second
  SoundCodes codes;
  std::string channel = "mean";  ///< of the training data: mean, each, or a number from 1
  int64_t window = 0;            ///< samples read at once in training
  uint64_t seed = 0;             ///< of training, and of what was held out
  int64_t steps = 0;             ///< updates until these weights
  double valid_log_loss = 0;     ///< on the validation split, in nats a token; NaN without one
  double train_bits = 0;         ///< bits a sample on the training data: what is typical
  std::string data_digest;       ///< SHA-256 of the training data

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one, or says why
  /// the model is no language model of sound.
  static SoundLanguageCard load(const ModelFile& file);
};

/// Of a loss in nats a token.
double bits_per_sample(double nats, const SoundCodes& codes);

/// True for the file of a language model of sound.
bool is_sound_language_model(const ModelFile& file);

}  // namespace undula
