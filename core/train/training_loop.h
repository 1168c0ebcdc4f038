#pragma once
#include <functional>

#include "core/train/run_folder.h"
#include "core/train/trainer.h"

namespace undula {

/// What a training loop tells its caller, and asks it.
struct TrainingObserver {
  std::function<void(const StepReport&)> stepped = [](const StepReport&) {};
  std::function<void(int64_t step, const Evaluation&, bool improved)> validated = [](int64_t, const Evaluation&, bool) {
  };
  std::function<bool()> should_stop = [] { return false; };
};

/// Runs `trainer` until it is finished or the observer wants to stop: logs every step and validation in the run folder,
/// and saves a checkpoint at the start, after every validation and when it stops. True when training is finished.
bool run_training(Trainer& trainer, const RunFolder& folder, const TrainingObserver& observer);

}  // namespace undula
