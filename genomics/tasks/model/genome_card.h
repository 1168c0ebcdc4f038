#pragma once
#include "genomics/tasks/model/dna_card.h"

namespace undula {

/// What a model file says about a model that was trained on windows of genomes, beside its network and what it answers.
/// Its validation loss is per base.
struct GenomeCard : DnaCard {
  double soft_mask_weight = 1;  ///< of a lower-case base in the training loss
  bool regions = false;         ///< held out by a file of regions; false: these shares of each contig
  double valid_share = 0;       ///<
  double test_share = 0;        ///<

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one.
  static GenomeCard load(const ModelFile& file);
};

}  // namespace undula
