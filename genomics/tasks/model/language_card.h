#pragma once
#include "genomics/tasks/model/genome_card.h"

namespace undula {

/// What a model file says about a language model of DNA beside its network. Its objective is its head: next token
/// (causal) or masked token.
struct LanguageCard : GenomeCard {
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one, or says why
  /// the model is no language model.
  static LanguageCard load(const ModelFile& file);
};

/// True for the heads that predict tokens.
bool is_language_model(const ModelConfig& config);

}  // namespace undula
