#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/train/bootstrap.h"

namespace undula {

/// What a classifier without a model would score.
struct CueScore {
  std::string name;   ///< "length", say ...
  std::string title;  ///< ... and in words: "length alone"
  double accuracy = 0, mcc = 0;
  int64_t right = 0, of = 0;
  std::optional<Estimate> interval;  ///< of all metrics, where it was asked for

  /// True where it is right more often than luck explains: an MCC of at least 0.1 and three standard errors (those of
  /// an MCC of 0).
  bool better_than_chance() const;
};

/// Scores simple rules on the samples of one split.
class CueJudge {
 public:
  /// `labels` are in [0, classes.size()).
  CueJudge(std::vector<int32_t> labels, std::vector<std::string> classes);
  /// Gives the scores from here on intervals (bootstrap.h). `groups` as there; `pool` must live as long.
  void add_intervals(std::vector<std::string> groups, const BootstrapOptions& options, ThreadPool& pool);

  /// Scores one answer for each sample.
  CueScore score(const std::string& name, const std::string& title, std::span<const int32_t> answers) const;
  /// Scores what was looked up, -1 where nothing was found, with the one answer for all else that does best.
  CueScore score_look_up(const std::string& name, const std::string& title, std::span<const int32_t> found) const;

 private:
  CueScore count(const std::string& name, const std::string& title, std::span<const int32_t> answers) const;
  Predictions predictions(std::span<const int32_t> answers) const;

  std::vector<int32_t> labels_;
  std::vector<std::string> classes_, groups_;
  BootstrapOptions bootstrap_;
  ThreadPool* pool_ = nullptr;  // null: no intervals
};

/// The most frequent label, the first of equals.
int32_t majority_label(std::span<const int32_t> labels, int64_t classes);

/// One number that is known of each sample, and the sample's label.
struct CueValues {
  std::vector<double> values;
  std::vector<int32_t> labels;
};

/// The answers for `test` of a classifier that sees nothing but the number. It divides the numbers of train into bins
/// of a hundredth of the samples, 20 at least, equal numbers together, and answers with the most frequent label of a
/// bin.
std::vector<int32_t> classify_by_cue(const CueValues& train, const CueValues& test, int64_t classes);

/// The answers for `test` of a classifier that sees nothing but which of a few values a sample has: the most frequent
/// label that the value has in train or, for a value that train does not have, that all have.
std::vector<int32_t> classify_by_value(const CueValues& train, const CueValues& test, int64_t classes);

}  // namespace undula
