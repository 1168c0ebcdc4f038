#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undula {

/// What a sample is for. kNone: not decided yet.
enum class Split : uint8_t { kTrain, kValid, kTest, kNone };

/// "train", "valid", "test"; "" for kNone.
std::string_view to_string(Split split);
/// Reads "train", "valid" (also "dev", "val", "validation") or "test"; kNone for any other word.
Split split_from(std::string_view word);

/// One labelled sequence, as training, evaluation and the baseline read it.
struct Sample {
  std::string id;
  std::vector<uint8_t> tokens;
  int32_t label = 0;  ///< index into Dataset::classes; -1 where the data has no labels
  float weight = 1;
  std::string group;  ///< where it comes from (a genome, a file); may be empty. Intervals resample whole groups.
  Split split = Split::kNone;
  /// For heads that answer at every position: what each token's answer is, negative where none counts; empty for data
  /// whose records have one label.
  std::vector<int32_t> targets = {};
  std::vector<float> target_weights = {};  ///< of the targets; empty: 1
  std::vector<float> values = {};          ///< real-valued samples, for stems that read those: then there are no tokens

  /// Tokens, or values.
  int64_t length() const { return static_cast<int64_t>(values.empty() ? tokens.size() : values.size()); }
};

/// Samples in memory.
struct Dataset {
  std::vector<std::string> classes;
  std::vector<Sample> samples;

  /// Indices of the samples of one split, in order.
  std::vector<int64_t> indices(Split split) const;
  /// (classes) samples of each class in one split.
  std::vector<int64_t> counts(Split split) const;
};

}  // namespace undula
