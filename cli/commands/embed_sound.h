#pragma once
#include <string>
#include <vector>

#include "cli/options/common_options.h"
#include "cli/options/sound_options.h"

namespace undula::cli {

/// 'undula embed' with a model of sound: a row for each sound, or for each hop of it.
class EmbedSound {
 public:
  /// The options that are for sound alone.
  void declare(OptionSet& options);
  /// The exit code.
  int run(const std::string& model, const std::vector<std::string>& inputs, const std::string& out,
          const CommonOptions& common) const;

 private:
  double hop_ = 0, window_ = 0;
  SoundOptions sound_;
};

}  // namespace undula::cli
