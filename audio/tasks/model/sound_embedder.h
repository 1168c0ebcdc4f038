#pragma once
#include <string>
#include <vector>

#include "audio/tasks/model/sound_front_end.h"
#include "core/memory/context.h"
#include "core/model/runner.h"

namespace undula {

/// A model of sound read from its file, ready to turn windows into vectors: the mean of its final features over a
/// window's positions, whatever its head.
class SoundEmbedder {
 public:
  /// `seconds`: of a window; 0: as in training. Errors: those of read_model; kBadInput for a model that does not read
  /// sound; kUsage for codes that depend on the level of a whole sound.
  SoundEmbedder(const std::string& path, double seconds, const Compute& compute);

  const SoundFrontEnd& front_end() const { return front_end_; }
  int64_t width() const { return file_.model->feature_width(); }
  /// Samples read at once.
  int64_t window() const { return window_; }
  /// Windows that are best run at once.
  int64_t batch_size() const { return batch_size_; }

  /// Vectors (windows, width) of windows of samples at the front end's rate, each at least one and at most window()
  /// long. A window's vector does not depend on the windows beside it.
  std::vector<double> vectors(std::vector<std::vector<float>> windows);

 private:
  ModelFile file_;
  SoundFrontEnd front_end_;
  int64_t window_, batch_size_;
  Context ctx_;
  Runner runner_;
};

}  // namespace undula
