#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "audio/io/sound_reader.h"
#include "audio/quantize/sound_codes.h"
#include "core/data/sample.h"
#include "core/model/model_file.h"

namespace undula {

/// The front ends of model files: of classifiers, and of language models.
inline constexpr char kSoundSamplesFrontEnd[] = "sound samples 1", kSoundCodesFrontEnd[] = "sound codes 1";

/// How a model wants its sounds: what was the same for all of the training data.
struct SoundFrontEnd {
  int64_t rate = 0;              ///< samples a second
  std::string channel = "mean";  ///< of all channels; "each": each is a sound of its own; or the number of one, from 1
  std::string norm = "none";     ///< of each piece that is read at once: "peak" or "rms" bring it to one level
  std::optional<SoundCodes> codes = {};  ///< how samples become the tokens that the model reads; none: it reads samples

  /// The channels to read. Throws kUsage for a `channel` that is none of these.
  SoundSelection selection() const { return select_channels(channel); }
  /// Brings samples to the level of `norm`. What is as good as silent stays as it is.
  void normalise(std::span<float> samples) const;

  /// Makes samples what the model reads of them: brings them to the level, and fills in the values of `out`, or its
  /// tokens.
  void prepare(std::vector<float> samples, Sample& out) const;
  /// Values or tokens of as many samples.
  int64_t length(int64_t samples) const { return codes ? samples * codes->tokens_per_sample() : samples; }
  /// The same but for codes: what is not the model reads samples.
  SoundFrontEnd of_samples() const { return {rate, channel, norm, {}}; }

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Of a classifier or a language model. Throws kBadInput that names a missing or malformed field, and where the model
  /// does not read sound.
  static SoundFrontEnd load(const ModelFile& file);
};

/// 20 log10 of the root of the mean square: 0 for a full-scale square wave; -infinity for silence.
double level_dbfs(std::span<const float> samples);

}  // namespace undula
