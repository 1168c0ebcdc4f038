#include "genomics/audit/audit.h"

#include "genomics/audit/findings.h"

namespace undula {
namespace {

/// Length and GC of samples, to be used as cues.
CueValues cue_values(const JudgedSplit& split, bool length) {
  CueValues cue;
  for (const Sample& sample : split.samples)
    cue.values.push_back(length ? static_cast<double>(sample.tokens.size()) : gc_share(sample.tokens));
  cue.labels = split.labels();
  return cue;
}

/// For each sample the label of what train holds of it, or with `near` of what it nearly holds; -1: nothing.
std::vector<int32_t> look_up(const Audit& audit, const JudgedSplit& judged,
                             const std::vector<LabelledSequence>& sequences, bool near) {
  std::vector<int32_t> answers;
  for (size_t i = 0; i < judged.samples.size(); ++i) {
    int32_t answer = -1;
    if (!judged.sequences.empty()) answer = audit.duplicates.train_label[static_cast<size_t>(judged.sequences[i])];
    if (near && answer < 0 && judged.near(i, audit.options.threshold))
      answer = sequences[static_cast<size_t>(judged.nearest[i].sequence)].label;
    answers.push_back(answer);
  }
  return answers;
}

std::vector<CueScore> score_cues(const Audit& audit, const LabelledData& data,
                                 const std::vector<LabelledSequence>& sequences) {
  if (audit.judged.empty()) return {};
  const JudgedSplit& judged = audit.judged.back();
  const JudgedSplit train = read_judged_split(data, Split::kTrain);
  const auto classes = static_cast<int64_t>(data.classes().size());
  const CueJudge judge(judged.labels(), data.classes());
  const auto by_cue = [&](bool length) {
    return classify_by_cue(cue_values(train, length), cue_values(judged, length), classes);
  };
  const std::vector<int32_t> most(judged.samples.size(), majority_label(train.labels(), classes));
  std::vector<CueScore> scores = {judge.score("majority", "the majority class", most)};
  if (!data.windows_needed) scores.push_back(judge.score("length", "length alone", by_cue(true)));
  scores.push_back(judge.score("gc", "GC alone", by_cue(false)));
  const auto add_look_up = [&](const char* name, const char* title, bool near) {
    scores.push_back(judge.score_look_up(name, title, look_up(audit, judged, sequences, near)));
  };
  if (!data.windows_needed) add_look_up("look_up", "looking up copies in train", false);
  if (!judged.nearest.empty()) add_look_up("look_up_near", "looking up near-duplicates in train too", true);
  return scores;
}

}  // namespace

bool is_near_duplicate(const Audit& audit, const JudgedSplit& judged, size_t i) {
  const bool copied =
      !judged.sequences.empty() && audit.duplicates.train_label[static_cast<size_t>(judged.sequences[i])] >= 0;
  return !copied && judged.near(i, audit.options.threshold);
}

Audit audit(const LabelledData& data, const AuditOptions& options, ThreadPool& pool) {
  const std::vector<LabelledSequence> sequences = data.sequences();
  const auto classes = static_cast<int64_t>(data.classes().size());
  Audit result;
  result.options = options;
  result.classes = summarise_classes(sequences, classes);
  result.duplicates = find_duplicates(sequences, classes);
  result.overlaps = find_overlaps(data);
  for (const Split split : {Split::kValid, Split::kTest}) {
    JudgedSplit judged = read_judged_split(data, split);
    if (!judged.samples.empty()) result.judged.push_back(std::move(judged));
  }
  if (options.near_duplicates) {
    const TrainMinimizers train(sequences, pool);
    for (JudgedSplit& judged : result.judged) judged.nearest = train.nearest(judged.samples, pool);
  }
  result.scores = score_cues(result, data, sequences);
  result.findings = judge_findings(result, data);
  return result;
}

}  // namespace undula
