#pragma once
#include <string>

#include "genomics/tasks/model/language_card.h"
#include "genomics/tokenize/language_tokens.h"

namespace undula::test {

/// Writes a small untrained language model of DNA with random weights to `path`: causal with head kNextToken,
/// bidirectional with kMaskedToken.
inline LanguageCard write_random_language_model(const std::string& path, HeadKind head = HeadKind::kNextToken,
                                                int64_t window = 256) {
  ModelConfig config;
  config.head = head;
  config.bidirectional = head == HeadKind::kMaskedToken;
  config.stem = config.bidirectional ? StemKind::kConv : StemKind::kKmer;
  config.vocab = kLanguageVocabulary;
  config.n_outputs = kPredictedTokens;
  config.kmer = 3;
  config.d_model = 16;
  config.n_layer = 2;
  SequenceModel model(config, DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(7));
  LanguageCard card;
  card.window = window;
  card.data_digest = "none";
  TensorFile content;
  card.store(content);
  write_model(path, model, std::move(content));
  return card;
}

}  // namespace undula::test
