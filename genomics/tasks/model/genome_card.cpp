#include "genomics/tasks/model/genome_card.h"

#include "core/model/card_fields.h"

namespace undula {

void GenomeCard::store(TensorFile& content) const {
  DnaCard::store(content);
  auto& fields = content.metadata;
  fields["dna.soft_mask_weight"] = number_text(soft_mask_weight);
  fields["data.regions"] = regions ? "true" : "false";
  fields["data.valid_share"] = number_text(valid_share);
  fields["data.test_share"] = number_text(test_share);
}

GenomeCard GenomeCard::load(const ModelFile& file) {
  GenomeCard card{DnaCard::load(file)};
  card.soft_mask_weight = real_field(file, "dna.soft_mask_weight");
  card.regions = flag_field(file, "data.regions");
  card.valid_share = real_field(file, "data.valid_share");
  card.test_share = real_field(file, "data.test_share");
  const bool shares = card.valid_share >= 0 && card.test_share >= 0 && card.valid_share + card.test_share < 1;
  if (!shares) reject_field(file, "data.test_share");
  return card;
}

}  // namespace undula
