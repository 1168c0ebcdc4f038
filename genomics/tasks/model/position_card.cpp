#include "genomics/tasks/model/position_card.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/model/card_fields.h"

namespace undula {

void PositionCard::store(TensorFile& content) const {
  GenomeCard::store(content);
  content.metadata["classes"] = lines_text(classes);  // names hold no newline
  content.metadata["data.background"] = background;
  content.metadata[kTemperatureField] = number_text(temperature);
}

PositionCard PositionCard::load(const ModelFile& file) {
  check_front_end(file);
  if (file.model->config().head != HeadKind::kPosition)
    throw Error(ErrorKind::kBadInput, "the model gives no class to each base", file.path,
                "a model made by 'undula train --task position'");
  PositionCard card{GenomeCard::load(file), class_names(file), file.field("data.background"), temperature_field(file)};
  const bool known = std::find(card.classes.begin(), card.classes.end(), card.background) != card.classes.end();
  if (!known && !card.background.empty()) reject_field(file, "data.background");
  return card;
}

}  // namespace undula
