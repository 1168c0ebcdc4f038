#include "core/audit/finding.h"

#include <cstdio>

namespace undula {
namespace {

constexpr double kMuchMajority = 0.8;

std::string reverse_text(int64_t reverse) {
  return reverse > 0 ? ", " + std::to_string(reverse) + " of them only as reverse complements" : "";
}

}  // namespace

std::vector<std::string> warnings_of(const std::vector<Finding>& findings) {
  std::vector<std::string> texts;
  for (const Finding& finding : findings) {
    if (finding.warn) texts.push_back(finding.text);
  }
  return texts;
}

std::string percent_text(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %%", share > 0 && share < 0.1 ? 2 : 1, 100 * share);
  return text;
}

std::string count_text(int64_t n, int64_t of, const std::string& what) {
  std::string text = std::to_string(n) + " of " + std::to_string(of) + " " + what;
  if (n > 0) text += " (" + percent_text(static_cast<double>(n) / static_cast<double>(of)) + ")";
  return text;
}

void Judge::add(const std::string& check, Split split, int64_t affected, int64_t of, std::string text) {
  findings_.push_back({check, split, affected > 0, affected, of, std::move(text)});
}

void Judge::judge_classes(const std::vector<std::string>& classes, const std::vector<Holdings>& judged) {
  bool complete = true;
  for (const Holdings& held : judged) {
    for (size_t c = 0; c < classes.size(); ++c) {
      if (held.amounts[c] > 0) continue;
      add("classes", held.split, held.samples, held.samples,
          std::string(to_string(held.split)) + " has nothing of class '" + classes[c] + "'");
      complete = false;
    }
  }
  if (complete) add("classes", Split::kNone, 0, 0, "every class is in every split");
}

void Judge::judge_scores(const std::vector<CueScore>& scores, Split split) {
  if (scores.empty()) return;
  const std::string name(to_string(split));
  const CueScore& majority = scores.front();
  const bool most = majority.accuracy >= kMuchMajority;
  findings_.push_back({"balance", split, most, majority.right, majority.of,
                       "the majority class is " + percent_text(majority.accuracy) + " of " + name +
                           (most ? ": read MCC, not accuracy" : "")});
  for (size_t i = 1; i < scores.size(); ++i) {
    const CueScore& score = scores[i];
    char mcc[32];
    std::snprintf(mcc, sizeof mcc, "%.3f", score.mcc);
    const int64_t gain = score.right > majority.right ? score.right - majority.right : 0;
    findings_.push_back({score.name, split, score.better_than_chance(), gain, score.of,
                         score.title + " is right in " + percent_text(score.accuracy) + " of " + name + " (MCC " + mcc +
                             "), the majority class in " + percent_text(majority.accuracy)});
  }
}

void Judge::judge_copies(const Copies& copies, Split split) {
  const CopyCounts& found = copies.splits[static_cast<size_t>(split)];
  if (found.items == 0) return;
  add("repeats", split, found.repeats, found.items,
      count_text(found.repeats, found.items, samples_of(split)) + " repeat an earlier one of " +
          std::string(to_string(split)) + reverse_text(found.reverse_repeats));
  add("conflicts", split, found.conflicts, found.items,
      count_text(found.conflicts, found.items, samples_of(split)) + " are also there under a different label");
}

void Judge::judge_shared(const Copies& copies, Split split, Split with) {
  const CopyCounts& found = copies.splits[static_cast<size_t>(split)];
  if (copies.splits[static_cast<size_t>(with)].items == 0) return;
  const int64_t shared = found.in[static_cast<size_t>(with)];
  add(with == Split::kTrain ? "in_train" : "in_valid", split, shared, found.items,
      count_text(shared, found.items, samples_of(split)) + " are in " + std::string(to_string(with)) + " too" +
          reverse_text(found.reverse_in[static_cast<size_t>(with)]));
}

}  // namespace undula
