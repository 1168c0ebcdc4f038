#include "genomics/audit/findings.h"

#include <algorithm>
#include <unordered_set>

namespace undula {
namespace {

/// What only audits of sequences look at, beside what all do.
class SequenceJudge {
 public:
  SequenceJudge(const Audit& audit, const LabelledData& data)
      : audit_(audit), data_(data), sequences_(data.sequences()) {}

  std::vector<Finding> findings() {
    std::vector<Judge::Holdings> holdings;
    for (const JudgedSplit& judged : audit_.judged)
      holdings.push_back({judged.split, data_.amounts(judged.split), static_cast<int64_t>(judged.samples.size())});
    judge_.judge_classes(data_.classes(), holdings);
    if (!audit_.judged.empty()) judge_.judge_scores(audit_.scores, audit_.judged.back().split);
    for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
      judge_.judge_copies(audit_.duplicates, split);
    for (const JudgedSplit& judged : audit_.judged) {
      judge_.judge_shared(audit_.duplicates, judged.split, Split::kTrain);
      if (judged.split == Split::kTest) judge_.judge_shared(audit_.duplicates, judged.split, Split::kValid);
      if (has_coordinates()) judge_overlaps(judged.split);
      if (!judged.nearest.empty()) judge_near(judged);
    }
    return judge_.take();
  }

 private:
  /// True where at least one record has several sequences, so that they could overlap.
  bool has_coordinates() const {
    std::unordered_set<int32_t> records;
    return std::any_of(data_.places.begin(), data_.places.end(),
                       [&](const LabelledPlace& place) { return !records.insert(place.record).second; });
  }

  void judge_overlaps(Split split) {
    int64_t parts = 0, half = 0;
    for (const Overlap& overlap : audit_.overlaps) {
      if (sequences_[static_cast<size_t>(overlap.item)].split != split) continue;
      ++parts;
      half += overlap.share >= 0.5;
    }
    const int64_t of = audit_.duplicates.splits[static_cast<size_t>(split)].items;
    std::string text = count_text(parts, of, std::string(to_string(split)) + " sequences") +
                       " overlap one of train in the same record";
    if (parts > 0) text += ", " + std::to_string(half) + " of them by half or more";
    judge_.add("overlaps", split, parts, of, std::move(text));
  }

  void judge_near(const JudgedSplit& judged) {
    const auto of = static_cast<int64_t>(judged.samples.size());
    int64_t near = 0, same_label = 0, shared = 0, minimizers = 0;
    for (size_t i = 0; i < judged.samples.size(); ++i) {
      shared += judged.nearest[i].shared;
      minimizers += judged.nearest[i].minimizers;
      if (!is_near_duplicate(audit_, judged, i)) continue;
      ++near;
      const int64_t like = judged.nearest[i].sequence;
      same_label += sequences_[static_cast<size_t>(like)].label == judged.samples[i].label;
    }
    const std::string split(to_string(judged.split)), unit = data_.windows_needed ? " windows" : " sequences";
    std::string text = count_text(near, of, split + unit) + " are near-duplicates of one in train";
    if (near > 0) text += ", " + std::to_string(same_label) + " of them of the same class";
    const double content = minimizers == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(minimizers);
    judge_.add("near_train", judged.split, near, of,
               text + "; " + percent_text(content) + " of all " + split + " minimizers occur in train");
  }

  const Audit& audit_;
  const LabelledData& data_;
  std::vector<LabelledSequence> sequences_;
  Judge judge_{"sequences"};
};

}  // namespace

std::vector<Finding> judge_findings(const Audit& audit, const LabelledData& data) {
  return SequenceJudge(audit, data).findings();
}

}  // namespace undula
