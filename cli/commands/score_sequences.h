#pragma once
#include <string>
#include <vector>

#include "cli/options/common_options.h"
#include "cli/options/option_set.h"
#include "cli/options/region_options.h"
#include "cli/options/track_options.h"
#include "genomics/tasks/model/language_model.h"

namespace undula::cli {

/// `undula score MODEL INPUT...`: a row per sequence, or with --track a number per base of a genome.
class ScoreSequences {
 public:
  void declare_input(OptionSet& options);
  void declare_track(OptionSet& options);
  const std::vector<std::string>& inputs() const { return inputs_; }
  /// True where an input or a track was given.
  bool asked() const { return !inputs_.empty() || track_.asked(); }
  /// Scores and writes to `out`, or to the track. Errors: kUsage for options that do not fit together, and those of
  /// ScoreTask and track_scores().
  void run(const std::string& model, const std::string& out, bool both_strands, const CommonOptions& common);

 private:
  void write_table(LanguageModel& model, const std::string& out, bool both_strands, const CommonOptions& common);

  std::vector<std::string> inputs_;
  TrackOptions track_;
  RegionOptions regions_;
};

}  // namespace undula::cli
