#include "cli/training/train_session.h"
#include "core/base/error.h"

namespace undula::cli {

std::unique_ptr<TrainSession> make_sound_session(TrainFlags& flags, TrainRecord&) {
  throw Error(ErrorKind::kUsage, "sound has no task '" + flags.options.task + "'", flags.inputs.front(),
              "undula train --help");
}

}  // namespace undula::cli
