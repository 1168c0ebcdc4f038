#pragma once
#include <string>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/model/position_card.h"

namespace undula::test {

/// Writes a small untrained model of positions with random weights to `path`.
inline PositionCard write_random_position_model(const std::string& path, int64_t window = 64,
                                                bool both_strands = true) {
  ModelConfig config;
  config.head = HeadKind::kPosition;
  config.bidirectional = true;
  config.stem = StemKind::kConv;
  config.vocab = kVocabularySize;
  config.n_outputs = 3;
  config.d_model = 16;
  config.n_layer = 2;
  SequenceModel model(config, DType::kF32);
  model.allocate(false);
  model.params().initialise(RandomKey(7));
  PositionCard card;
  card.window = window;
  card.both_strands = both_strands;
  card.data_digest = "none";
  card.classes = {"background", "exon", "intron"};
  card.background = "background";
  TensorFile content;
  card.store(content);
  write_model(path, model, std::move(content));
  return card;
}

}  // namespace undula::test
