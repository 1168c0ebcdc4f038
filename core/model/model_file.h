#pragma once
#include <memory>
#include <string>

#include "core/io/safetensors.h"
#include "core/model/sequence_model.h"

namespace undula {

/// A model as it lies on disk: one safetensors file with everything needed to use it. Tensors are the parameters under
/// their names, and others under prefixes of their own ("baseline."); metadata holds the format version, the model
/// configuration
/// ("model.*") and what the front end adds (labels, tokenizer, window, metrics).
struct ModelFile {
  TensorFile content;
  std::unique_ptr<SequenceModel> model;

  /// The metadata value of `key`; kBadInput when there is none.
  const std::string& field(const std::string& key) const;
  std::string path;
};

inline constexpr char kModelFormat[] = "undula model 1";

/// Reads and checks a model file, and allocates the model without gradients. Every parameter must be there with its
/// exact shape, and hold only finite numbers; nothing is allocated before the shapes agree with the bytes of the file.
/// Errors: kMissing, kBadInput.
ModelFile read_model(const std::string& path);

/// How matrices are stored: the parameters that decay, and arrays of rank 2 of `content`. All else stays fp32.
enum class MatrixStorage : uint8_t { kF32, kBF16 };

/// Writes parameters and configuration, beside what `content` already holds. Equal models give equal bytes.
void write_model(const std::string& path, const SequenceModel& model, TensorFile content,
                 MatrixStorage storage = MatrixStorage::kF32);

}  // namespace undula
