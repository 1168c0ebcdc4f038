#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "audio/tasks/language/language_card.h"
#include "core/memory/context.h"
#include "core/model/continuation.h"

namespace undula {

/// Makes up sound with a language model from a model file, several sounds at once. A sound depends on model, prompt,
/// seed and its number alone: not on the batch, on threads, or on having been put aside in between.
class GenerateSoundTask {
 public:
  /// Reads the model and plans memory for `batch` sounds, numbered from 0. Errors: those of read_model and
  /// SoundLanguageCard.
  GenerateSoundTask(const std::string& path, int64_t batch, const Compute& compute);

  const SoundLanguageCard& card() const { return card_; }
  const ModelFile& file() const { return file_; }

  /// What the sounds go on from: samples at the model's rate, none for sounds from their beginning. Throws kUsage for
  /// samples where the model's codes need a whole sound.
  void start(const Sampling& sampling, std::span<const float> prompt);
  /// Goes on from a snapshot, with its seed in place of that of `sampling` unless `own_seed`. Errors: those of
  /// read_tensor_file, kBadInput where it is of another model or malformed, kUsage for another batch.
  void resume(const std::string& path, Sampling sampling, bool own_seed);
  /// Writes a snapshot: states of the model, and how many samples there are.
  void save(const std::string& path);

  /// Hands on `samples` new samples of every sound: `consume` gets the number of the sound and the next of them.
  void run(int64_t samples, const std::function<void(int64_t sound, std::span<const float> samples)>& consume);

 private:
  ModelFile file_;
  SoundLanguageCard card_;
  Context ctx_;
  int64_t batch_;
  uint64_t seed_ = 0;
  std::unique_ptr<Continuation> continuation_;
};

}  // namespace undula
