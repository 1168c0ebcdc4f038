#include "audio/tasks/model/sound_card.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {
namespace {

constexpr char kTrainedOn[] = "data.records";

}  // namespace

void SoundCard::store(TensorFile& content) const {
  front_end.store(content);
  auto& fields = content.metadata;
  fields["classes"] = lines_text(classes);  // names hold no newline
  fields["sound.window"] = number_text(window);
  fields["sound.shortest"] = number_text(shortest);
  fields["sound.longest"] = number_text(longest);
  fields["train.augmentation"] = augmentation;
  fields["train.seed"] = number_text(seed);
  fields["train.steps"] = number_text(steps);
  fields["valid.log_loss"] = number_text(valid_log_loss);
  fields["valid.accuracy"] = number_text(valid_accuracy);
  fields["calibration.temperature"] = number_text(temperature);
  fields["data.digest"] = data_digest;
  fields[kFindingsField] = lines_text(findings);
  content.add<int64_t>(kTrainedOn, {static_cast<int64_t>(trained_on.size())}, trained_on);
}

SoundCard SoundCard::load(const ModelFile& file) {
  SoundCard card;
  card.front_end = SoundFrontEnd::load(file);
  if (file.model->config().head != HeadKind::kClass)
    throw Error(ErrorKind::kBadInput, "the model is no classifier", file.path);
  card.classes = class_names(file);
  card.window = positive_field(file, "sound.window");
  card.shortest = positive_field(file, "sound.shortest");
  card.longest = positive_field(file, "sound.longest");
  card.augmentation = file.field("train.augmentation");
  card.seed = seed_field(file, "train.seed");
  card.steps = integer_field(file, "train.steps");
  card.valid_log_loss = real_field(file, "valid.log_loss");
  card.valid_accuracy = real_field(file, "valid.accuracy");
  card.temperature = real_field(file, "calibration.temperature");
  if (!(card.temperature > 0) || !std::isfinite(card.temperature)) reject_field(file, "calibration.temperature");
  card.data_digest = file.field("data.digest");
  card.findings = findings_field(file);
  const Tensor* keys = file.content.find(kTrainedOn);
  if (keys == nullptr || keys->shape.size() != 1) reject_field(file, kTrainedOn);
  card.trained_on = file.content.values<int64_t>(kTrainedOn, keys->shape);
  if (!std::is_sorted(card.trained_on.begin(), card.trained_on.end())) reject_field(file, kTrainedOn);
  return card;
}

}  // namespace undula
