#include "genomics/tasks/model/dna_card.h"

#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {

void check_front_end(const ModelFile& file) {
  if (file.field(kFrontEndKey) == kDnaFrontEnd) return;
  throw Error(ErrorKind::kBadInput, "the model does not read DNA: front end '" + file.field(kFrontEndKey) + "'",
              file.path);
}

void DnaCard::store(TensorFile& content) const {
  auto& fields = content.metadata;
  fields[kFrontEndKey] = kDnaFrontEnd;
  fields["dna.window"] = number_text(window);
  fields["dna.both_strands"] = both_strands ? "true" : "false";
  fields["train.seed"] = number_text(seed);
  fields["train.steps"] = number_text(steps);
  fields["valid.log_loss"] = number_text(valid_log_loss);
  fields["data.digest"] = data_digest;
}

DnaCard DnaCard::load(const ModelFile& file) {
  check_front_end(file);
  DnaCard card;
  card.window = positive_field(file, "dna.window");
  card.both_strands = flag_field(file, "dna.both_strands");
  card.seed = seed_field(file, "train.seed");
  card.steps = integer_field(file, "train.steps");
  card.valid_log_loss = real_field(file, "valid.log_loss");
  card.data_digest = file.field("data.digest");
  return card;
}

}  // namespace undula
