#pragma once
#include <span>
#include <string>
#include <vector>

#include "audio/tasks/language/language_card.h"
#include "core/memory/context.h"
#include "core/model/model_stream.h"

namespace undula {

/// A language model of sound read from a model file, ready to score.
class SoundLanguageModel {
 public:
  /// Reads and checks the file, plans and reserves the memory. Errors: those of read_model and SoundLanguageCard.
  SoundLanguageModel(const std::string& path, const Compute& compute);

  const SoundLanguageCard& card() const { return card_; }
  const ModelFile& file() const { return file_; }
  Context& context() { return ctx_; }

 private:
  friend class SoundBits;

  ModelFile file_;
  SoundLanguageCard card_;
  Context ctx_;
};

/// How many bits a model needs for each sample of a sound, given all samples before it, piece by piece in memory that
/// does not depend on the length. Several of one model may take turns.
class SoundBits {
 public:
  /// `model` must outlive this.
  explicit SoundBits(SoundLanguageModel& model);

  /// Appends to `bits` one number a sample of the next piece, whose tokens are whole samples. The same, up to rounding
  /// (1e-4), however the sound is cut.
  void next(std::span<const uint8_t> tokens, std::vector<double>& bits);
  /// A new sound begins.
  void restart();

 private:
  SoundLanguageModel& model_;
  ModelStream stream_;
  uint8_t before_;
  std::vector<uint8_t> inputs_;
};

}  // namespace undula
