#pragma once
#include <string>

#include "audio/tasks/language/language_card.h"
#include "core/base/random.h"
#include "core/model/model_file.h"

namespace undula::testing {

/// Writes a small language model of sound with random weights, sure enough of something.
inline void write_sound_model(const std::string& path, const SoundCodes& codes = SoundCodes(), int rate = 8000,
                              uint64_t seed = 3) {
  ModelConfig config;
  config.stem = StemKind::kToken;
  config.vocab = config.n_outputs = 256;
  config.head = HeadKind::kNextToken;
  config.d_model = 12;
  config.n_layer = 2;
  config.d_state = 4;
  SequenceModel model(config, DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(seed));
  for (const char* name : {"lm_head.weight", "backbone.embedding.weight"}) {
    Param& table = *model.params().find(name);
    for (int64_t i = 0; i < table.value.count(); ++i)
      table.value.as<float>()[i] = static_cast<float>(RandomKey(seed).normal(static_cast<uint64_t>(i)));
  }
  SoundLanguageCard card;
  card.rate = rate;
  card.codes = codes;
  card.window = 100;
  card.train_bits = 5;
  card.data_digest = "none";
  TensorFile content;
  card.store(content);
  write_model(path, model, std::move(content));
}

}  // namespace undula::testing
