#pragma once
#include <cstdint>
#include <string>

#include "core/model/model_file.h"

namespace undula {

inline constexpr char kDnaFrontEnd[] = "dna nucleotide 1";

/// Throws kBadInput where the model does not read DNA.
void check_front_end(const ModelFile& file);

/// What the file of every DNA model says beside its network and what it answers.
struct DnaCard {
  int64_t window = 0;         ///< bases read at once
  bool both_strands = true;   ///< trained on both strands; where answers are averaged, over both
  uint64_t seed = 0;          ///< of training
  int64_t steps = 0;          ///< updates until these weights
  double valid_log_loss = 0;  ///< on the validation split, in nats; NaN without one
  std::string data_digest;    ///< SHA-256 of the training data

  /// Writes the fields into the metadata of a model file.
  void store(TensorFile& content) const;
  /// Reads and checks the fields of a model file. Throws kBadInput that names a missing or malformed one.
  static DnaCard load(const ModelFile& file);
};

}  // namespace undula
