#include "cli/commands/classify_track.h"

#include <algorithm>

#include "cli/options/parse.h"
#include "cli/output/track_run.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::kUsage, what, "command line", "undula classify --help");
}

int64_t class_number(const std::vector<std::string>& classes, const std::string& name) {
  const auto found = std::find(classes.begin(), classes.end(), name);
  if (found != classes.end()) return found - classes.begin();
  std::string all;
  for (const std::string& one : classes) all += (all.empty() ? "" : ", ") + one;
  throw Error(ErrorKind::kUsage, "the model has no class '" + name + "'" + did_you_mean(name, classes), "--class",
              "one of " + all);
}

}  // namespace

void ClassifyTrack::declare(OptionSet& options) {
  track_.declare(options, "the probability of a class");
  options.add("--class", &class_, "NAME", "the class to draw");
}

void ClassifyTrack::set_hop(double hop) {
  hop_ = static_cast<int64_t>(hop);
  if (static_cast<double>(hop_) != hop) refuse("--hop of a --track is a number of bases");
}

void ClassifyTrack::check_unasked() const {
  if (!class_.empty() || hop_ > 0) refuse("--class and --hop go with --track");
}

int64_t ClassifyTrack::check(const std::vector<std::string>& classes, const std::vector<std::string>& inputs) const {
  if (inputs.size() != 1 || inputs.front() == "-") refuse("--track needs one INPUT, a FASTA file");
  if (class_.empty()) refuse("--track needs --class: which class to draw");
  return class_number(classes, class_);
}

void ClassifyTrack::run(PositionModel& model, const std::vector<std::string>& inputs,
                        const std::vector<Region>& regions, const CommonOptions& common) const {
  if (hop_ > 0) refuse("--hop is for classifiers of sequences; this model has a class for each base");
  const int64_t label = check(model.card().classes, inputs);
  run_track(
      track_, inputs.front(), regions, common,
      [&](const IndexedFasta& reference, const std::vector<GenomeInterval>& parts, TrackWriter& track,
          const TrackProgress& progress) { return track_positions(model, label, reference, parts, track, progress); });
}

void ClassifyTrack::run(Classifier& classifier, const std::vector<std::string>& inputs,
                        const std::vector<Region>& regions, const CommonOptions& common) const {
  const ClassifierCard& card = classifier.card();
  const int64_t label = check(card.classes, inputs);
  const int64_t hop = hop_ > 0 ? hop_ : std::max<int64_t>(card.window / 2, 1);
  if (hop > card.window)
    refuse("--hop " + std::to_string(hop) + " would leave gaps between windows of " + std::to_string(card.window) +
           " bases");
  run_track(track_, inputs.front(), regions, common,
            [&](const IndexedFasta& reference, const std::vector<GenomeInterval>& parts, TrackWriter& track,
                const TrackProgress& progress) {
              return track_class(classifier, label, hop, reference, parts, track, progress);
            });
}

}  // namespace undula::cli
