#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/memory/context.h"
#include "core/model/model_file.h"
#include "core/model/runner.h"

namespace undula {

/// A model of DNA read from its file, ready to turn windows into vectors: the mean of its final features over a
/// window's positions, whatever its head.
class Embedder {
 public:
  /// `both_strands`: the vectors of a window and of its reverse complement are averaged; nothing: as the model's file
  /// says. Errors: those of read_model; kBadInput for a model that does not read DNA.
  Embedder(const std::string& path, std::optional<bool> both_strands, const Compute& compute);

  int64_t width() const { return file_.model->feature_width(); }
  /// Bases read at once; a longer sequence is cut into windows.
  int64_t window() const { return window_; }
  bool both_strands() const { return both_strands_; }
  /// Windows that are best run at once.
  int64_t batch_size() const { return batch_size_; }

  /// Vectors (windows, width) of windows of tokens, each at least one and at most window() long. A window's vector does
  /// not depend on the windows beside it.
  std::vector<double> vectors(std::span<const std::vector<uint8_t>> windows);

 private:
  ModelFile file_;
  int64_t window_ = 0;
  bool both_strands_ = true;
  Context ctx_;
  Runner runner_;
  int64_t batch_size_ = 0;
};

}  // namespace undula
