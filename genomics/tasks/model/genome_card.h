#pragma once
#include <cstdint>
#include <string>

#include "core/model/model_file.h"

namespace undula {

/// What a model file says about a model that was trained on windows of genomes, beside its network and what it answers.
struct GenomeCard {
  int64_t window = 0;           ///< bases read at once in training
  bool both_strands = true;     ///< trained on both strands
  double soft_mask_weight = 1;  ///< of a lower-case base in the training loss
  uint64_t seed = 0;            ///< of training
  int64_t steps = 0;            ///< updates until these weights
  double valid_log_loss = 0;    ///< per base of the validation regions, in nats; NaN without any
  bool regions = false;         ///< held out by a file of regions; false: these shares at the end of each contig
  double valid_share = 0;       ///<
  double test_share = 0;        ///<
  std::string data_digest;      ///< SHA-256 of the training data

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one.
  static GenomeCard load(const ModelFile& file);
};

}  // namespace undula
