#include "audio/tasks/language/language_card.h"

#include <cmath>
#include <numbers>

#include "audio/baseline/code_counts.h"
#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {
bool is_sound_language_model(const ModelFile& file) {
  return file.field(kFrontEndKey) == kSoundCodesFrontEnd;
}

void SoundLanguageCard::store(TensorFile& content) const {
  auto& fields = content.metadata;
  fields[kFrontEndKey] = kSoundCodesFrontEnd;
  fields["sound.rate"] = number_text(int64_t{rate});
  fields["sound.codes"] = codes.name();
  fields["sound.channel"] = channel;
  fields["sound.window"] = number_text(window);
  fields["train.seed"] = number_text(seed);
  fields["train.steps"] = number_text(steps);
  fields["train.bits"] = number_text(train_bits);
  fields["valid.log_loss"] = number_text(valid_log_loss);
  fields["data.digest"] = data_digest;
}

SoundLanguageCard SoundLanguageCard::load(const ModelFile& file) {
  const ModelConfig& config = file.model->config();
  if (!is_sound_language_model(file) || config.head != HeadKind::kNextToken)
    throw Error(ErrorKind::kBadInput, "the model is no language model of sound", file.path,
                "a model made by 'undula train --task lm' from sounds");
  if (config.vocab != kCodes || config.n_outputs != kCodes)
    throw Error(ErrorKind::kBadInput, "the model reads other tokens than those of sound", file.path);
  SoundLanguageCard card;
  const SoundFrontEnd front_end = SoundFrontEnd::load(file);
  card.rate = static_cast<int>(std::min<int64_t>(front_end.rate, INT32_MAX));
  card.codes = *front_end.codes;
  card.channel = front_end.channel;
  card.window = positive_field(file, "sound.window");
  card.seed = seed_field(file, "train.seed");
  card.steps = integer_field(file, "train.steps");
  card.train_bits = real_field(file, "train.bits");
  card.valid_log_loss = real_field(file, "valid.log_loss");
  card.data_digest = file.field("data.digest");
  return card;
}

double bits_per_sample(double nats, const SoundCodes& codes) {
  return nats / std::numbers::ln2 * static_cast<double>(codes.tokens_per_sample());
}

}  // namespace undula
