#include "genomics/tasks/model/genome_card.h"

#include "genomics/tasks/model/card_fields.h"

namespace undula {

void GenomeCard::store(TensorFile& content) const {
  auto& fields = content.metadata;
  fields["front_end"] = kDnaFrontEnd;
  fields["dna.window"] = number_text(window);
  fields["dna.both_strands"] = both_strands ? "true" : "false";
  fields["dna.soft_mask_weight"] = number_text(soft_mask_weight);
  fields["train.seed"] = number_text(seed);
  fields["train.steps"] = number_text(steps);
  fields["valid.log_loss"] = number_text(valid_log_loss);
  fields["data.regions"] = regions ? "true" : "false";
  fields["data.valid_share"] = number_text(valid_share);
  fields["data.test_share"] = number_text(test_share);
  fields["data.digest"] = data_digest;
}

GenomeCard GenomeCard::load(const ModelFile& file) {
  check_front_end(file);
  GenomeCard card;
  card.window = positive_field(file, "dna.window");
  card.both_strands = flag_field(file, "dna.both_strands");
  card.soft_mask_weight = real_field(file, "dna.soft_mask_weight");
  card.seed = seed_field(file, "train.seed");
  card.steps = integer_field(file, "train.steps");
  card.valid_log_loss = real_field(file, "valid.log_loss");
  card.regions = flag_field(file, "data.regions");
  card.valid_share = real_field(file, "data.valid_share");
  card.test_share = real_field(file, "data.test_share");
  const bool shares = card.valid_share >= 0 && card.test_share >= 0 && card.valid_share + card.test_share < 1;
  if (!shares) reject_field(file, "data.test_share");
  card.data_digest = file.field("data.digest");
  return card;
}

}  // namespace undula
