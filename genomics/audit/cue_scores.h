#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace undula {

/// What a classifier without a model would score.
struct CueScore {
  std::string name;   ///< "length", say ...
  std::string title;  ///< ... and in words: "length alone"
  double accuracy = 0, mcc = 0;
  int64_t right = 0, of = 0;

  /// True where it is right more often than luck explains: an MCC of at least 0.1 and three standard errors (those of
  /// an MCC of 0).
  bool better_than_chance() const;
};

/// Scores answers against labels, both in [0, classes).
CueScore score_answers(const std::string& name, const std::string& title, std::span<const int32_t> answers,
                       std::span<const int32_t> labels, int64_t classes);

/// The most frequent label, the first of equals.
int32_t majority_label(std::span<const int32_t> labels, int64_t classes);

/// One number that is known of each sequence, and the sequence's label.
struct CueValues {
  std::vector<double> values;
  std::vector<int32_t> labels;
};

/// The answers for `test` of a classifier that sees nothing but the number. It divides the numbers of train into bins
/// of a hundredth of the sequences, 20 at least, equal numbers together, and answers with the most frequent label of a
/// bin.
std::vector<int32_t> classify_by_cue(const CueValues& train, const CueValues& test, int64_t classes);

}  // namespace undula
