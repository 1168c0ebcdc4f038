#include "genomics/audit/judged_split.h"

#include "genomics/tasks/train/training_data.h"

namespace undula {
namespace {

constexpr int64_t kWindows = 4000;  // as many as `undula evaluate` cuts

}  // namespace

std::vector<int32_t> JudgedSplit::labels() const {
  std::vector<int32_t> labels;
  for (const Sample& sample : samples) labels.push_back(sample.label);
  return labels;
}

JudgedSplit read_judged_split(const LabelledData& data, Split split) {
  JudgedSplit judged;
  judged.split = split;
  const auto source = open_evaluation(data, split, false, kWindows);
  if (!source) return judged;
  judged.samples.resize(static_cast<size_t>(source->size()));
  for (int64_t i = 0; i < source->size(); ++i) source->get(0, i, judged.samples[static_cast<size_t>(i)]);
  if (!data.windows_needed) judged.sequences = data.dataset.indices(split);
  return judged;
}

}  // namespace undula
