#pragma once
#include <string>
#include <vector>

#include "audio/windows/augmentation.h"
#include "core/train/train_options.h"

namespace undula {

/// What a user may say about training on sound.
struct SoundTrainOptions : TrainOptions {
  int64_t rate = 0;              ///< samples a second; 0: the lowest rate of the training data
  std::string channel = "mean";  ///< of all channels; "each": every channel is a sound of its own; or a number from 1

  // Classifiers.
  std::string norm = "none";  ///< level of each sound: "peak", "rms"
  std::string group_by;       ///< column of a manifest whose values must not be torn apart by splits
  double piece = 0;           ///< seconds that are read at once; 0: the longest training sound, at most ten seconds
  int64_t bands = 40;         ///< filters of the stem
  double frame = 32;          ///< ms that a filter sees
  double position = 10;       ///< ms that a position of the model stands for
  int64_t frame_pool = 5;     ///< frames averaged into one position
  Augmentation augmentation;

  // Language models.
  std::string codes = "mu-law";  ///< how samples become tokens: a name of SoundCodes
  int64_t window = 0;            ///< samples read at once; 0: chosen
  std::vector<int64_t> pools;    ///< of a U-Net, the outermost first (ModelConfig::pools); empty: all blocks in a row
};

}  // namespace undula
