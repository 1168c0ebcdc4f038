#include "genomics/tasks/model/dna_card.h"

#include "genomics/tasks/model/card_fields.h"

namespace undula {

void DnaCard::store(TensorFile& content) const {
  auto& fields = content.metadata;
  fields["front_end"] = kDnaFrontEnd;
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
