#include "genomics/tasks/model/language_card.h"

#include "core/base/error.h"
#include "core/model/card_fields.h"
#include "genomics/tokenize/language_tokens.h"

namespace undula {

bool is_language_model(const ModelConfig& config) {
  return config.head == HeadKind::kNextToken || config.head == HeadKind::kMaskedToken;
}

LanguageCard LanguageCard::load(const ModelFile& file) {
  check_front_end(file);
  const ModelConfig& config = file.model->config();
  if (!is_language_model(config))
    throw Error(ErrorKind::kBadInput, "the model is no language model", file.path,
                "a model made by 'undula train --task lm' or '--task mlm'");
  if (config.vocab != kLanguageVocabulary || config.n_outputs != kPredictedTokens)
    throw Error(ErrorKind::kBadInput, "the model reads other tokens than those of DNA", file.path);
  return {GenomeCard::load(file)};
}

}  // namespace undula
