#include "genomics/audit/findings.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

namespace undula {
namespace {

constexpr double kMuchMajority = 0.8;

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %%", share > 0 && share < 0.1 ? 2 : 1, 100 * share);
  return text;
}

std::string count_text(int64_t n, int64_t of, const std::string& what) {
  std::string text = std::to_string(n) + " of " + std::to_string(of) + " " + what;
  if (n > 0) text += " (" + percent(static_cast<double>(n) / static_cast<double>(of)) + ")";
  return text;
}

std::string reverse_text(int64_t reverse) {
  return reverse > 0 ? ", " + std::to_string(reverse) + " of them only as reverse complements" : "";
}

class Judge {
 public:
  Judge(const Audit& audit, const LabelledData& data) : audit_(audit), data_(data), sequences_(data.sequences()) {}

  std::vector<Finding> findings() {
    judge_classes();
    judge_scores();
    for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) judge_copies(split);
    for (const JudgedSplit& judged : audit_.judged) {
      judge_shared(judged.split, Split::kTrain);
      if (judged.split == Split::kTest) judge_shared(judged.split, Split::kValid);
      if (has_coordinates()) judge_overlaps(judged.split);
      if (!judged.nearest.empty()) judge_near(judged);
    }
    return std::move(findings_);
  }

 private:
  /// True where at least one record has several sequences, so that they could overlap.
  bool has_coordinates() const {
    std::unordered_set<int32_t> records;
    return std::any_of(data_.places.begin(), data_.places.end(),
                       [&](const LabelledPlace& place) { return !records.insert(place.record).second; });
  }

  const CopyCounts& counts(Split split) const { return audit_.duplicates.splits[static_cast<size_t>(split)]; }

  void add(const char* check, Split split, int64_t affected, int64_t of, std::string text) {
    findings_.push_back({check, split, affected > 0, affected, of, std::move(text)});
  }

  void judge_classes() {
    for (const JudgedSplit& judged : audit_.judged) {
      const std::vector<int64_t> amounts = data_.amounts(judged.split);
      for (size_t c = 0; c < amounts.size(); ++c) {
        if (amounts[c] > 0) continue;
        const auto of = static_cast<int64_t>(judged.samples.size());
        add("classes", judged.split, of, of,
            std::string(to_string(judged.split)) + " has nothing of class '" + data_.classes()[c] + "'");
      }
    }
    if (findings_.empty()) add("classes", Split::kNone, 0, 0, "every class is in every split");
  }

  void judge_scores() {
    if (audit_.scores.empty()) return;
    const std::string split(to_string(audit_.judged.back().split));
    const CueScore& majority = audit_.scores.front();
    Finding balance{"balance",
                    audit_.judged.back().split,
                    majority.accuracy >= kMuchMajority,
                    majority.right,
                    majority.of,
                    "the majority class is " + percent(majority.accuracy) + " of " + split};
    if (balance.warn) balance.text += ": read MCC, not accuracy";
    findings_.push_back(std::move(balance));
    for (size_t i = 1; i < audit_.scores.size(); ++i) {
      const CueScore& score = audit_.scores[i];
      char mcc[32];
      std::snprintf(mcc, sizeof mcc, "%.3f", score.mcc);
      const int64_t gain = score.right > majority.right ? score.right - majority.right : 0;
      findings_.push_back({score.name, audit_.judged.back().split, score.better_than_chance(), gain, score.of,
                           score.title + " is right in " + percent(score.accuracy) + " of " + split + " (MCC " + mcc +
                               "), the majority class in " + percent(majority.accuracy)});
    }
  }

  void judge_copies(Split split) {
    const CopyCounts& found = counts(split);
    if (found.sequences == 0) return;
    const std::string sequences = std::string(to_string(split)) + " sequences";
    add("repeats", split, found.repeats, found.sequences,
        count_text(found.repeats, found.sequences, sequences) + " repeat an earlier one of " +
            std::string(to_string(split)) + reverse_text(found.reverse_repeats));
    add("conflicts", split, found.conflicts, found.sequences,
        count_text(found.conflicts, found.sequences, sequences) + " are also there under a different label");
  }

  void judge_shared(Split split, Split with) {
    const CopyCounts& found = counts(split);
    if (counts(with).sequences == 0) return;
    const int64_t shared = found.in[static_cast<size_t>(with)];
    add(with == Split::kTrain ? "in_train" : "in_valid", split, shared, found.sequences,
        count_text(shared, found.sequences, std::string(to_string(split)) + " sequences") + " are in " +
            std::string(to_string(with)) + " too" + reverse_text(found.reverse_in[static_cast<size_t>(with)]));
  }

  void judge_overlaps(Split split) {
    int64_t parts = 0, half = 0;
    for (const Overlap& overlap : audit_.overlaps) {
      if (sequences_[static_cast<size_t>(overlap.sequence)].split != split) continue;
      ++parts;
      half += overlap.share >= 0.5;
    }
    std::string text = count_text(parts, counts(split).sequences, std::string(to_string(split)) + " sequences") +
                       " overlap one of train in the same record";
    if (parts > 0) text += ", " + std::to_string(half) + " of them by half or more";
    add("overlaps", split, parts, counts(split).sequences, std::move(text));
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
    add("near_train", judged.split, near, of,
        text + "; " + percent(content) + " of all " + split + " minimizers occur in train");
  }

  const Audit& audit_;
  const LabelledData& data_;
  std::vector<LabelledSequence> sequences_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> judge_findings(const Audit& audit, const LabelledData& data) {
  return Judge(audit, data).findings();
}

}  // namespace undula
