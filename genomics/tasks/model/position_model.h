#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/memory/context.h"
#include "core/model/runner.h"
#include "genomics/baseline/kmer_classes.h"
#include "genomics/tasks/model/position_card.h"

namespace undula {

/// A model that gives each base of DNA a class, read from a model file, ready to run.
class PositionModel {
 public:
  /// Reads and checks the file, plans and reserves the memory. Errors: those of read_model and PositionCard.
  PositionModel(const std::string& path, const Compute& compute);

  const PositionCard& card() const { return card_; }
  const ModelFile& file() const { return file_; }
  /// What the model is measured against; nothing where it was trained without validation regions.
  const std::optional<KmerClasses>& baseline() const { return baseline_; }
  Context& context() { return ctx_; }
  int64_t classes() const { return static_cast<int64_t>(card_.classes.size()); }

  /// Windows that are best run at once.
  int64_t batch_size() const { return batch_size_; }
  /// What logits are divided by before they become probabilities: the card's, or 1 after skip_calibration().
  double temperature() const { return temperature_; }
  void skip_calibration() { temperature_ = 1; }
  /// Whether logits are averaged over both strands, as in Classifier.
  bool both_strands() const { return both_strands_; }
  void read_strands(bool both) { both_strands_ = both && file_.model->strands() == 1; }
  /// The probabilities (positions, classes) of the classes at every position of windows of tokens, each at most
  /// card().window long: of the logits averaged over both strands, those of the other strand turned round, where
  /// both_strands() says so. A window's result does not depend on the windows beside it.
  std::vector<std::vector<float>> probabilities(std::span<const std::vector<uint8_t>> windows);

 private:
  ModelFile file_;
  PositionCard card_;
  Context ctx_;
  Runner runner_;
  std::optional<KmerClasses> baseline_;
  int64_t batch_size_;
  double temperature_;
  bool both_strands_;
};

}  // namespace undula
