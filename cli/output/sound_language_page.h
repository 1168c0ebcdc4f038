#pragma once
#include <string>

#include "cli/output/sound_language_text.h"
#include "core/train/run_folder.h"

namespace undula::cli {

/// What the page of the training of a language model of sound is made from, beside the metrics in its folder.
struct SoundLanguageStory {
  const RunFolder& folder;
  const SoundLanguageTask& task;
  const ReportLines& plan;
  int64_t began_at_step;  ///< where it was resumed
  double seconds;         ///< of training since then
  const std::vector<std::string>& inputs;
};

/// The HTML page of a training run: bits a sample of the best weights, learning curves, data and plan.
std::string sound_language_page(const SoundLanguageStory& story);

/// The HTML page of an evaluation: bits a sample beside the trigram.
std::string sound_language_page(const SoundLanguageModel& model, const SoundLanguageEvaluation& found);

}  // namespace undula::cli
