#include "core/train/run_log.h"

namespace undula {

void RunLog::add_step(const StepReport& report) {
  folder_.log(JsonObject()
                  .add("step", report.step)
                  .add("loss", report.loss)
                  .add("learning_rate", report.learning_rate)
                  .add("gradient_norm", report.gradient_norm)
                  .add("tokens", report.tokens));
  events_.add(report.step, {{"train/loss", report.loss},
                            {"train/learning_rate", report.learning_rate},
                            {"train/gradient_norm", report.gradient_norm}});
}

void RunLog::add_validation(int64_t step, const Evaluation& evaluation) {
  folder_.log(JsonObject()
                  .add("step", step)
                  .add("valid_log_loss", evaluation.log_loss)
                  .add("valid_accuracy", evaluation.accuracy));
  events_.add(step, {{"valid/log_loss", evaluation.log_loss}, {"valid/accuracy", evaluation.accuracy}});
}

}  // namespace undula
