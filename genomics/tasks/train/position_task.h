#pragma once
#include <optional>

#include "core/train/training_run.h"
#include "genomics/tasks/train/position_baseline.h"
#include "genomics/tasks/train/position_plan.h"
#include "genomics/tasks/train/position_source.h"

namespace undula {

/// One training run of a model that gives each base of DNA a class.
class PositionTask : public TrainingRun {
 public:
  /// `data` must outlive the task.
  PositionTask(const PositionData& data, const PositionPlan& plan, const Compute& compute);

  const PositionData& data() const { return data_; }
  const PositionPlan& plan() const { return plan_; }
  /// Training windows that were left out, and drawn again, because too much of them is ambiguous.
  int64_t skipped_windows() const { return static_cast<const PositionSource&>(training()).skipped(); }
  /// Of the best weights on the validation regions, read from one strand.
  const Evaluation& validated() const { return best(); }
  /// Fits classes from k-mers to the same parts: what the model has to beat. Nothing without validation parts.
  const std::optional<KmerClassFit>& fit_baseline();
  const std::optional<KmerClassFit>& baseline() const { return baseline_; }
  /// The baseline is in the file too.
  void write_model(const std::string& path) const override;

 private:
  void finish(Runner& runner) override;
  bool averages_strands() const;

  const PositionData& data_;
  PositionPlan plan_;
  std::optional<KmerClassFit> baseline_;
  double temperature_ = 1;
};

/// Windows of `plan` drawn at random from the training parts: in a pass as many as hold their bases once.
std::unique_ptr<PositionSource> open_position_training(const PositionData& data, const PositionPlan& plan);

/// Windows of a split, laid end to end, at most `count` evenly chosen ones (0: all), every base with the same weight.
/// Null where the split is empty.
std::unique_ptr<PositionSource> open_position_evaluation(const PositionData& data, Split split, int64_t length,
                                                         int64_t count);

}  // namespace undula
