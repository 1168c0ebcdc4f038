#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "audio/io/sound_reader.h"
#include "core/model/model_file.h"

namespace undula {

/// How a model wants its sounds: what was the same for all of the training data.
struct SoundFrontEnd {
  int64_t rate = 0;              ///< samples a second
  std::string channel = "mean";  ///< of all channels; "each": each is a sound of its own; or the number of one, from 1
  std::string norm = "none";     ///< of each piece that is read at once: "peak" or "rms" bring it to one level

  /// The channels to read. Throws kUsage for a `channel` that is none of these.
  SoundSelection selection() const;
  /// Brings samples to the level of `norm`. What is as good as silent stays as it is.
  void normalise(std::span<float> samples) const;

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Throws kBadInput that names a missing or malformed field, and where the model does not read samples of sound.
  static SoundFrontEnd load(const ModelFile& file);
};

/// 20 log10 of the root of the mean square: 0 for a full-scale square wave; -infinity for silence.
double level_dbfs(std::span<const float> samples);

}  // namespace undula
