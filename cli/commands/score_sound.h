#pragma once
#include <string>
#include <vector>

#include "audio/tasks/language/score_sound.h"
#include "cli/options/common_options.h"
#include "cli/options/sound_options.h"

namespace undula::cli {

/// `undula score MODEL SOUND...` with a language model of sound: bits a sample, of each sound or of each second.
class ScoreSound {
 public:
  /// The options that are for sound alone.
  void declare(OptionSet& options);
  /// The exit code. Errors: kUsage for options that do not fit together, and those of ScoreSoundTask.
  int run(const std::string& model, const std::vector<std::string>& inputs, const std::string& out,
          const CommonOptions& common) const;

 private:
  void check(const std::vector<std::string>& inputs, const SoundLanguageModel& model) const;

  bool per_second_ = false;
  std::string background_, picture_;
  SoundOptions sound_;
};

}  // namespace undula::cli
