#pragma once
#include <string>
#include <vector>

#include "audio/tasks/model/sound_front_end.h"

namespace undula {

/// What a model file says about a classifier of sounds beside its network.
struct SoundCard {
  SoundFrontEnd front_end;
  std::vector<std::string> classes;
  int64_t window = 0;                 ///< samples that are read at once, at most
  int64_t shortest = 0, longest = 0;  ///< samples of the training sounds
  std::string augmentation;           ///< in words
  uint64_t seed = 0;                  ///< of training
  int64_t steps = 0;                  ///< updates until these weights
  double valid_log_loss = 0;          ///< on the validation split, in nats; NaN without one
  double valid_accuracy = 0;
  double temperature = 1;   ///< logits are divided by it (core/train/calibration.h)
  std::string data_digest;  ///< SHA-256 of the training data
  /// What the audit of that data warned of, sentence by sentence (audio/audit/sound_audit.h).
  std::vector<std::string> findings;
  std::vector<int64_t> trained_on;  ///< keys of the training sounds (sound_keys), sorted

  /// Writes the fields into metadata and tensors of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one, and where the
  /// model is no classifier of sounds.
  static SoundCard load(const ModelFile& file);
};

}  // namespace undula
