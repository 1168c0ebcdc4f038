#pragma once
#include <memory>
#include <string>

#include "core/model/backbone.h"
#include "core/model/model_file.h"

namespace undula {

/// A model that training starts from.
struct Pretrained {
  std::shared_ptr<const ModelFile> file;
  std::string digest;      ///< SHA-256 of the file
  std::string freeze;      ///< none, all, or the number of the first blocks that do not learn
  bool keep_head = false;  ///< its head answers what the new model's is to answer

  /// Reads a model file. Errors: those of read_model; kUsage for another `freeze`, or more blocks than there are.
  static Pretrained load(const std::string& path, const std::string& freeze);

  /// Gives `model` its weights, and marks those that are frozen.
  void start(SequenceModel& model) const;
  /// Adds the field that names it to a model file.
  void store(TensorFile& content) const;
};

}  // namespace undula
