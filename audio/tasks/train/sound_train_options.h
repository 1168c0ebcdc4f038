#pragma once
#include <string>

#include "core/train/train_options.h"

namespace undula {

/// What a user may say about training on sound.
struct SoundTrainOptions : TrainOptions {
  int64_t rate = 0;  ///< samples a second; 0: the lowest rate of the training data
  std::string channel =
      "mean";  ///< of all channels; "each": every channel is a recording of its own; or a number from 1
};

}  // namespace undula
