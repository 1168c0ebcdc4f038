#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "genomics/tasks/model/dna_card.h"

namespace undula {

/// What a model file says about a DNA classifier beside its network.
struct ClassifierCard : DnaCard {
  std::vector<std::string> classes;
  int64_t shortest = 0;             ///< lengths that the model was trained on, both inclusive
  int64_t longest = 0;              ///<
  std::vector<int64_t> lengths;     ///< of windows drawn from longer records; empty: records were read whole
  double valid_accuracy = 0;        ///< on the validation split; NaN without one
  double temperature = 1;           ///< logits are divided by it (core/train/calibration.h)
  std::vector<int64_t> trained_on;  ///< keys of the training records (record_key), sorted
  /// What the audit of that data warned of, sentence by sentence (genomics/audit/audit.h).
  std::vector<std::string> findings;

  /// Writes the fields into metadata and tensors of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one.
  static ClassifierCard load(const ModelFile& file);
};

}  // namespace undula
