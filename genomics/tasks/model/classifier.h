#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/memory/context.h"
#include "core/model/runner.h"
#include "genomics/baseline/baseline.h"
#include "genomics/tasks/model/classifier_card.h"

namespace undula {

/// A DNA classifier read from a model file, ready to run.
class Classifier {
 public:
  /// Reads and checks the file, plans and reserves the memory. Errors: those of read_model and ClassifierCard.
  Classifier(const std::string& path, const Compute& compute);

  const ClassifierCard& card() const { return card_; }
  const ModelFile& file() const { return file_; }
  /// What the model is measured against; nothing where it was trained without validation data.
  const std::optional<Baseline>& baseline() const { return baseline_; }
  /// What logits are divided by before they become probabilities: the card's, or 1 after skip_calibration().
  double temperature() const { return temperature_; }
  void skip_calibration() { temperature_ = 1; }
  /// Whether logits are averaged over both strands: as the card says, unless told otherwise. A model that reads both at
  /// once by itself does so either way.
  bool both_strands() const { return both_strands_; }
  void read_strands(bool both) { both_strands_ = both && file_.model->strands() == 1; }
  Context& context() { return ctx_; }
  int64_t classes() const { return static_cast<int64_t>(card_.classes.size()); }

  /// Windows that are best run at once.
  int64_t batch_size() const { return batch_size_; }
  /// Logits (windows, classes) of windows of tokens, each at least one and at most card().window long; averaged over
  /// both strands where both_strands() says so. A window's logits do not depend on the windows beside it.
  std::vector<double> logits(std::span<const std::vector<uint8_t>> windows);

 private:
  ModelFile file_;
  ClassifierCard card_;
  Context ctx_;
  Runner runner_;
  std::optional<Baseline> baseline_;
  int64_t batch_size_;
  double temperature_;
  bool both_strands_;
};

}  // namespace undula
