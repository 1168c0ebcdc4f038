#include "audio/audit/sound_audit.h"

#include <algorithm>
#include <functional>
#include <set>

#include "audio/audit/sound_cues.h"

namespace undula {
namespace {

std::string recorded_text(const SoundFormat& format) {
  return format_text(format) + ", " + std::to_string(format.rate) + " Hz, " + std::to_string(format.channels) +
         (format.channels == 1 ? " channel" : " channels");
}

std::vector<SoundClassSummary> summarise(const SoundData& data) {
  const std::vector<Sample>& samples = data.dataset.samples;
  std::vector<SoundClassSummary> summaries;
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) {
    for (int32_t label = 0; label < static_cast<int32_t>(data.dataset.classes.size()); ++label) {
      SoundClassSummary summary;
      summary.split = split;
      summary.label = label;
      std::vector<double> durations, levels;
      std::set<std::string> recorded;
      for (size_t i = 0; i < samples.size(); ++i) {
        if (samples[i].split != split || samples[i].label != label) continue;
        durations.push_back(data.seconds(samples[i]));
        levels.push_back(level_dbfs(samples[i].values));
        recorded.insert(recorded_text(data.formats[static_cast<size_t>(data.places[i].file)]));
        summary.seconds += durations.back();
      }
      if (durations.empty()) continue;
      summary.sounds = static_cast<int64_t>(durations.size());
      summary.duration = quantiles(std::move(durations));
      summary.level = quantiles(std::move(levels));
      summary.recorded.assign(recorded.begin(), recorded.end());
      summaries.push_back(std::move(summary));
    }
  }
  return summaries;
}

Copies find_copies_of(const SoundData& data, ThreadPool& pool) {
  const std::vector<Sample>& samples = data.dataset.samples;
  std::vector<CopyItem> items(samples.size());
  pool.parallel_for(static_cast<int64_t>(samples.size()), 1, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
      items[i] = {static_cast<uint64_t>(sound_key(samples[i])), false, samples[i].split, samples[i].label};
  });
  return find_copies(items, static_cast<int64_t>(data.dataset.classes.size()));
}

std::vector<Overlap> find_overlaps_of(const SoundData& data) {
  std::vector<Part> parts;
  for (size_t i = 0; i < data.places.size(); ++i) {
    const SoundPlace& place = data.places[i];
    const Sample& sample = data.dataset.samples[i];
    parts.push_back({place.file, place.begin, place.begin + sample.length(), sample.split});
  }
  return find_overlaps(parts);
}

std::vector<CueScore> score_cues(const SoundAudit& audit, const SoundData& data, const BootstrapOptions* bootstrap,
                                 ThreadPool& pool) {
  std::vector<int32_t> labels, train_labels, found;
  std::vector<std::string> groups;
  for (size_t i = 0; i < data.dataset.samples.size(); ++i) {
    const Sample& sample = data.dataset.samples[i];
    if (sample.split == Split::kTrain) train_labels.push_back(sample.label);
    if (sample.split != audit.judged) continue;
    labels.push_back(sample.label);
    groups.push_back(sample.group);
    found.push_back(audit.copies.train_label[i]);
  }
  const auto classes = static_cast<int64_t>(data.dataset.classes.size());
  const std::vector<int32_t> most(labels.size(), majority_label(train_labels, classes));
  CueJudge judge(std::move(labels), data.dataset.classes);
  if (bootstrap != nullptr) judge.add_intervals(std::move(groups), *bootstrap, pool);
  std::vector<CueScore> scores = {judge.score("majority", "the majority class", most)};
  for (const SoundCue cue : {SoundCue::kRate, SoundCue::kFormat, SoundCue::kChannels, SoundCue::kPeak, SoundCue::kLevel,
                             SoundCue::kDuration})
    scores.push_back(judge.score(name_of(cue), title_of(cue), classify_by(cue, data, audit.judged)));
  scores.push_back(judge.score_look_up("look_up", "looking up copies in train", found));
  return scores;
}

/// What sounds of `split` have something in common with one of train, as `name` says; of `of` sounds that have a name.
int64_t count_shared(const SoundData& data, Split split, const std::function<std::string(size_t)>& name, int64_t& of) {
  std::set<std::string> trained;
  for (size_t i = 0; i < data.places.size(); ++i)
    if (data.dataset.samples[i].split == Split::kTrain) trained.insert(name(i));
  int64_t shared = 0;
  of = 0;
  for (size_t i = 0; i < data.places.size(); ++i) {
    if (data.dataset.samples[i].split != split || name(i).empty()) continue;
    ++of;
    shared += trained.contains(name(i)) ? 1 : 0;
  }
  return shared;
}

/// Whether recordings and groups are torn apart by the splits.
void judge_torn(const SoundAudit& audit, const SoundData& data, Split split, Judge& judge) {
  const std::string sounds = std::string(to_string(split)) + " sounds";
  int64_t of = 0;
  const int64_t parts = count_shared(
      data, split, [&](size_t i) { return "file " + std::to_string(data.places[i].file); }, of);
  const int64_t overlaps = std::count_if(audit.overlaps.begin(), audit.overlaps.end(), [&](const Overlap& overlap) {
    return data.dataset.samples[static_cast<size_t>(overlap.item)].split == split;
  });
  if (data.formats.size() < data.places.size())
    judge.add("files", split, parts, of,
              count_text(parts, of, sounds) + " are parts of files of which train has a part too" +
                  (overlaps > 0 ? ", " + std::to_string(overlaps) + " of them overlap it" : ""));
  const int64_t grouped = count_shared(
      data, split, [&](size_t i) { return data.dataset.samples[i].group; }, of);
  if (of > 0)
    judge.add("groups", split, grouped, of, count_text(grouped, of, sounds) + " are of a group that train has too");
}

std::vector<Finding> judge_sounds(const SoundAudit& audit, const SoundData& data, const std::vector<Split>& splits) {
  Judge judge("sounds");
  std::vector<Judge::Holdings> holdings;
  for (const Split split : splits)
    holdings.push_back({split, data.dataset.counts(split), static_cast<int64_t>(data.dataset.indices(split).size())});
  judge.judge_classes(data.dataset.classes, holdings);
  judge.judge_scores(audit.scores, audit.judged);
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) judge.judge_copies(audit.copies, split);
  for (const Split split : splits) {
    judge.judge_shared(audit.copies, split, Split::kTrain);
    if (split == Split::kTest) judge.judge_shared(audit.copies, split, Split::kValid);
    judge_torn(audit, data, split, judge);
  }
  return judge.take();
}

FlaggedSample describe(const SoundData& data, int64_t sound) {
  const SoundPlace& place = data.places[static_cast<size_t>(sound)];
  const Sample& sample = data.dataset.samples[static_cast<size_t>(sound)];
  return {sample.split, sample.id, data.sources[static_cast<size_t>(place.source)], place.line, sample.label};
}

}  // namespace

SoundAudit audit_sounds(const SoundData& data, const BootstrapOptions* bootstrap, ThreadPool& pool) {
  SoundAudit audit;
  audit.classes = summarise(data);
  audit.copies = find_copies_of(data, pool);
  audit.overlaps = find_overlaps_of(data);
  std::vector<Split> splits;
  for (const Split split : {Split::kValid, Split::kTest})
    if (!data.dataset.indices(split).empty()) splits.push_back(split);
  if (!splits.empty()) {
    audit.judged = splits.back();
    audit.scores = score_cues(audit, data, bootstrap, pool);
  }
  audit.findings = judge_sounds(audit, data, splits);
  return audit;
}

std::vector<FlaggedPair> flagged_pairs(const SoundAudit& audit, const SoundData& data) {
  std::vector<FlaggedPair> pairs;
  for (const Copy& copy : audit.copies.pairs)
    pairs.push_back({"duplicate", describe(data, copy.item), describe(data, copy.of), 1});
  for (const Overlap& overlap : audit.overlaps)
    pairs.push_back({"overlap", describe(data, overlap.item), describe(data, overlap.with), overlap.share});
  return pairs;
}

}  // namespace undula
