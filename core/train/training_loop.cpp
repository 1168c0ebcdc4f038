#include "core/train/training_loop.h"

namespace undula {

bool run_training(Trainer& trainer, const RunFolder& folder, const TrainingObserver& observer) {
  if (trainer.steps_done() == 0) trainer.save(folder.checkpoint());
  while (!trainer.finished()) {
    if (observer.should_stop()) {
      trainer.save(folder.checkpoint());
      return false;
    }
    const StepReport report = trainer.step();
    folder.log(JsonObject()
                   .add("step", report.step)
                   .add("loss", report.loss)
                   .add("learning_rate", report.learning_rate)
                   .add("gradient_norm", report.gradient_norm)
                   .add("tokens", report.tokens));
    observer.stepped(report);
    if (!trainer.due_for_validation()) continue;
    const Evaluation evaluation = trainer.validate();
    folder.log(JsonObject()
                   .add("step", report.step)
                   .add("valid_log_loss", evaluation.log_loss)
                   .add("valid_accuracy", evaluation.accuracy));
    observer.validated(report.step, evaluation, trainer.improved());
    trainer.save(folder.checkpoint());
  }
  return true;
}

}  // namespace undula
