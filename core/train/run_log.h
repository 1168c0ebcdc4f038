#pragma once
#include "core/io/tensorboard.h"
#include "core/train/run_folder.h"
#include "core/train/trainer.h"

namespace undula {

/// Writes how a run goes into its folder: metrics.jsonl and TensorBoard events, one of each for every update and every
/// validation.
class RunLog {
 public:
  /// Goes on after `steps_done` updates.
  RunLog(const RunFolder& folder, int64_t steps_done) : folder_(folder), events_(folder.path(), steps_done + 1) {}

  void add_step(const StepReport& report);
  void add_validation(int64_t step, const Evaluation& evaluation);

 private:
  const RunFolder& folder_;
  TensorboardWriter events_;
};

}  // namespace undula
