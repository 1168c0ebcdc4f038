#include "core/data/sample.h"

#include <array>

namespace undula {

std::string_view to_string(Split split) {
  constexpr std::array<std::string_view, 4> kWords = {"train", "valid", "test", ""};
  return kWords[static_cast<size_t>(split)];
}

Split split_from(std::string_view word) {
  if (word == "train") return Split::kTrain;
  if (word == "valid" || word == "dev" || word == "val" || word == "validation") return Split::kValid;
  if (word == "test") return Split::kTest;
  return Split::kNone;
}

std::vector<int64_t> Dataset::indices(Split split) const {
  std::vector<int64_t> found;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].split == split) found.push_back(static_cast<int64_t>(i));
  }
  return found;
}

std::vector<int64_t> Dataset::counts(Split split) const {
  std::vector<int64_t> counts(classes.size(), 0);
  for (const Sample& sample : samples) {
    if (sample.split == split && sample.label >= 0) ++counts[static_cast<size_t>(sample.label)];
  }
  return counts;
}

}  // namespace undula
