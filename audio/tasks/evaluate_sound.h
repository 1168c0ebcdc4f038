#pragma once
#include <optional>
#include <string>
#include <vector>

#include "audio/tasks/labelled/sound_data.h"
#include "audio/tasks/model/sound_classifier.h"
#include "core/train/evaluation_report.h"

namespace undula {

struct SoundEvaluateOptions {
  SoundRowOptions rows;        ///< their group column: what intervals resample
  std::string split = "test";  ///< train, valid, test or all
  std::string by;              ///< column of a manifest to give figures for each value of; empty: none
  double crop = 0;             ///< seconds that are kept of every sound, from its middle; 0: all of it
  bool crop_equal = false;     ///< keep as much of each as the shortest has
  BootstrapOptions bootstrap;
};

/// What a classifier of sounds makes of labelled sounds.
struct SoundEvaluation {
  std::string split;  ///< that was judged; "all" where the data has none
  int64_t sounds = 0;
  int64_t trained_on = 0;  ///< of these: in the training data, sample by sample
  double crop = 0;         ///< seconds that were kept of every sound; 0: all
  EvaluationReport report;
  std::optional<Estimate> duration;  ///< what the duration alone scores, of the sounds as they are
  struct Part {
    std::string name;
    int64_t sounds = 0, right = 0;
  };
  std::vector<Part> parts;  ///< by the column asked for
  std::vector<std::string> warnings;
};

/// Reads the data and judges the classifier on it. Data without splits is judged whole, but for the data that the model
/// was trained on: that is split again as it was then. Errors: those of load_sound_data; kUsage where the split is
/// empty.
SoundEvaluation evaluate_sounds(SoundClassifier& classifier, const SoundEvaluateOptions& options);

}  // namespace undula
