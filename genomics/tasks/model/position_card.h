#pragma once
#include <vector>

#include "genomics/tasks/model/genome_card.h"

namespace undula {

/// What a model file says about a model that gives each base a class, beside its network.
struct PositionCard : GenomeCard {
  std::vector<std::string> classes;
  std::string background;  ///< the class of bases that no interval labels; empty: they were left out
  double temperature = 1;  ///< logits are divided by it (core/train/calibration.h)

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one, or says that
  /// the model is of another kind.
  static PositionCard load(const ModelFile& file);
};

}  // namespace undula
