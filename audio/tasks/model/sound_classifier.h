#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/baseline/sound_baseline.h"
#include "audio/tasks/model/sound_card.h"
#include "core/memory/context.h"
#include "core/model/runner.h"

namespace undula {

inline constexpr char kBaselinePrefix[] = "baseline.", kDurationPrefix[] = "duration.";

/// A classifier of sounds read from a model file, ready to run.
class SoundClassifier {
 public:
  /// Reads and checks the file, plans and reserves the memory for windows of `window` samples (0: those of the card).
  /// Errors: those of read_model and SoundCard.
  SoundClassifier(const std::string& path, const Compute& compute, int64_t window = 0);

  const SoundCard& card() const { return card_; }
  const ModelFile& file() const { return file_; }
  /// What the model is measured against, and what the duration alone tells; nothing where it was trained without
  /// validation data.
  const std::optional<SoundBaseline>& baseline() const { return baseline_; }
  const std::optional<SoundBaseline>& duration() const { return duration_; }
  double temperature() const { return temperature_; }
  void skip_calibration() { temperature_ = 1; }
  Context& context() { return ctx_; }
  int64_t classes() const { return static_cast<int64_t>(card_.classes.size()); }
  int64_t window() const { return window_; }

  /// Windows that are best run at once.
  int64_t batch_size() const { return batch_size_; }
  /// Logits (windows, classes) of windows of samples at the card's rate, each at least one and at most window() long;
  /// it brings them to the level that the front end asks for. A window's logits do not depend on the windows beside it.
  std::vector<double> logits(std::vector<std::vector<float>> windows);
  /// Probabilities at the temperature.
  std::vector<float> probabilities(std::span<const double> logits) const;

 private:
  ModelFile file_;
  SoundCard card_;
  Context ctx_;
  Runner runner_;
  std::optional<SoundBaseline> baseline_, duration_;
  int64_t window_, batch_size_;
  double temperature_;
};

}  // namespace undula
