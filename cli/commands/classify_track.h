#pragma once
#include <string>
#include <vector>

#include "cli/options/common_options.h"
#include "cli/options/option_set.h"
#include "cli/options/track_options.h"
#include "genomics/tasks/model/classifier.h"
#include "genomics/tasks/model/position_model.h"
#include "genomics/windows/region.h"

namespace undula::cli {

/// `undula classify MODEL GENOME --track FILE`: the probability of one class along a genome.
class ClassifyTrack {
 public:
  void declare(OptionSet& options);
  /// Bases from one window to the next; 0: half the model's window. Throws kUsage for a part of one.
  void set_hop(double hop);
  /// True where --track was given.
  bool asked() const { return track_.asked(); }
  /// Throws kUsage for options of tracks where no track is asked for.
  void check_unasked() const;
  /// Errors: kUsage for options that do not fit together or the model, and those of track_class().
  void run(Classifier& classifier, const std::vector<std::string>& inputs, const std::vector<Region>& regions,
           const CommonOptions& common) const;
  /// The same for a model that gives each base a class.
  void run(PositionModel& model, const std::vector<std::string>& inputs, const std::vector<Region>& regions,
           const CommonOptions& common) const;

 private:
  /// The number of the class to draw, of those of the model.
  int64_t check(const std::vector<std::string>& classes, const std::vector<std::string>& inputs) const;

  TrackOptions track_;
  std::string class_;
  int64_t hop_ = 0;
};

}  // namespace undula::cli
