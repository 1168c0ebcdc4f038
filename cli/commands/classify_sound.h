#pragma once
#include <string>
#include <vector>

#include "audio/tasks/classify/event_finder.h"
#include "cli/options/common_options.h"
#include "cli/options/sound_options.h"

namespace undula::cli {

/// What of 'undula classify' is the same for DNA and for sound.
struct ClassifyShared {
  std::string model;
  std::vector<std::string> inputs;
  std::string out = "-", format;
  double confidence = 0;
  bool uncalibrated = false;
  double hop = 0;  ///< seconds; 0: a row for each sound
};

/// 'undula classify' with a model of sound: a row for each sound, for each hop of it, or for each event.
class ClassifySound {
 public:
  /// The options that are for sound alone.
  void declare(OptionSet& options);
  /// The exit code.
  int run(const ClassifyShared& shared, const CommonOptions& common);

 private:
  void check(const ClassifyShared& shared, const CommonOptions& common) const;
  bool events() const { return on_ > 0; }

  double window_ = 0, silence_ = -70, on_ = 0, off_ = 0, min_duration_ = 0;
  SoundOptions sound_;
};

}  // namespace undula::cli
