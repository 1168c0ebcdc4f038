#include "cli/training/train_session.h"
#include "core/base/error.h"

namespace undula::cli {

std::unique_ptr<TrainSession> make_sound_session(TrainFlags& flags, TrainRecord& record) {
  if (flags.options.task == "classify") return make_sound_classifier_session(flags, record);
  if (flags.options.task == "lm") return make_sound_language_session(flags, record);
  throw Error(ErrorKind::kUsage, "sound has no task '" + flags.options.task + "'", "--task " + flags.options.task,
              "undula train --help");
}

}  // namespace undula::cli
