#include "core/train/training_loop.h"

#include "core/train/run_log.h"

namespace undula {

bool run_training(Trainer& trainer, const RunFolder& folder, const TrainingObserver& observer) {
  if (trainer.steps_done() == 0) trainer.save(folder.checkpoint());
  RunLog log(folder, trainer.steps_done());
  while (!trainer.finished()) {
    if (observer.should_stop()) {
      trainer.save(folder.checkpoint());
      return false;
    }
    const StepReport report = trainer.step();
    log.add_step(report);
    observer.stepped(report);
    if (!trainer.due_for_validation()) continue;
    const Evaluation evaluation = trainer.validate();
    if (trainer.has_validation()) {
      log.add_validation(report.step, evaluation);
      observer.validated(report.step, evaluation, trainer.improved());
    }
    trainer.save(folder.checkpoint());
  }
  return true;
}

}  // namespace undula
