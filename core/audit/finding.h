#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/audit/copies.h"
#include "core/audit/cue_scores.h"

namespace undula {

/// What an audit says about one thing that could make a score misleading.
struct Finding {
  std::string check;           ///< "in_train", say: the same for every data set
  Split split = Split::kNone;  ///< that is affected
  bool warn = false;           ///< false: nothing was found
  int64_t affected = 0, of = 0;
  std::string text;  ///< one sentence without a full stop
};

/// The texts of the findings that warn.
std::vector<std::string> warnings_of(const std::vector<Finding>& findings);

/// "12.5 %".
std::string percent_text(double share);
/// "3 of 40 test sounds (7.50 %)".
std::string count_text(int64_t n, int64_t of, const std::string& what);

/// Turns the numbers of an audit into one verdict for each check: those that data of every kind have in common.
class Judge {
 public:
  /// `unit` is what the samples are called, "sounds" say.
  explicit Judge(std::string unit) : unit_(std::move(unit)) {}

  /// Adds a finding, which warns where something is affected.
  void add(const std::string& check, Split split, int64_t affected, int64_t of, std::string text);
  /// A judged split with what it holds of each class, and of how many samples it is.
  struct Holdings {
    Split split = Split::kNone;
    std::vector<int64_t> amounts;
    int64_t samples = 0;
  };
  /// Whether classes are missing in judged splits.
  void judge_classes(const std::vector<std::string>& classes, const std::vector<Holdings>& judged);
  /// How far the majority class, the first of `scores`, and each other simple rule get on `split`.
  void judge_scores(const std::vector<CueScore>& scores, Split split);
  /// Repeats and contradicting labels within a split.
  void judge_copies(const Copies& copies, Split split);
  /// What a split shares with another.
  void judge_shared(const Copies& copies, Split split, Split with);

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  /// "test sounds".
  std::string samples_of(Split split) const { return std::string(to_string(split)) + " " + unit_; }

  std::string unit_;
  std::vector<Finding> findings_;
};

}  // namespace undula
