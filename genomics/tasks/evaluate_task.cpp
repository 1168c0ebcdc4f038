#include "genomics/tasks/evaluate_task.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/train/calibration.h"
#include "genomics/tasks/classify/call_stream.h"
#include "genomics/tasks/train/training_data.h"

namespace undula {
namespace {

constexpr const char* kAll = "all";

LabelledData load(const ClassifierCard& card, const EvaluateOptions& options, const std::vector<int64_t>& lengths,
                  bool split_needed) {
  LabelledDataOptions load;
  load.inputs = options.inputs;
  load.lengths = lengths;
  load.whole_records = lengths.empty() && card.lengths.empty() && card.longest > kLongestWholeRecord;
  load.classes = card.classes;
  load.split_needed = split_needed;
  load.seed = card.seed;
  return load_labelled_data(load);
}

/// Calls `visit` with the split of every sequence, to read or to change.
template <class Visit>
void for_each_split(LabelledData& data, Visit&& visit) {
  for (Sample& sample : data.dataset.samples) visit(sample.split);
  for (GenomeRegion& region : data.genomes.regions) visit(region.split);
}

int64_t count_split(LabelledData& data, Split split) {
  int64_t found = 0;
  for_each_split(data, [&](Split of) { found += of == split; });
  return found;
}

/// The data with the sequences to judge in the test split; `split` becomes the name of what is judged.
LabelledData load_split(const ClassifierCard& card, const EvaluateOptions& options, std::string& split) {
  LabelledData data = load(card, options, options.lengths, false);
  const bool undivided = count_split(data, Split::kNone) > 0;
  if (undivided && split != kAll) {
    LabelledData divided = load(card, options, card.lengths, true);
    if (data_digest(divided) == card.data_digest) {
      data = std::move(divided);
    } else {
      split = kAll;
    }
  }
  const Split wanted = split_from(split);
  for_each_split(data, [&](Split& of) { of = split == kAll || of == wanted ? Split::kTest : Split::kNone; });
  if (count_split(data, Split::kTest) == 0)
    throw Error(ErrorKind::kUsage, "the data has no split '" + split + "'", options.inputs.front(),
                "--split with train, valid, test or all");
  return data;
}

/// The classifier's probabilities for each sample, long ones in windows, as 'classify' does it.
Predictions predict(Classifier& classifier, const SampleSource& source, std::vector<std::string>& groups,
                    int64_t& unclassified) {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(classifier.classes());
  CallStream calls(classifier, [&](const Call& call) {
    auto& rows = predictions.probabilities;
    rows.insert(rows.end(), call.probabilities.begin(), call.probabilities.end());
    if (!call.probabilities.empty()) return;
    ++unclassified;
    rows.insert(rows.end(), static_cast<size_t>(classifier.classes()), 1.0F / static_cast<float>(classifier.classes()));
  });
  Sample sample;
  for (int64_t i = 0; i < source.size(); ++i) {
    source.get(0, i, sample);
    calls.open(sample.id);
    calls.add_sequence(0, sample.tokens);
    calls.close();
    predictions.labels.push_back(sample.label);
    groups.push_back(sample.group);
  }
  calls.finish();
  return predictions;
}

EvaluationReport judge(Classifier& classifier, const LabelledData& data, const EvaluateOptions& options) {
  const auto source = open_evaluation(data, Split::kTest, false, options.windows);
  ThreadPool& pool = classifier.context().pool();
  EvaluationReport report;
  std::vector<std::string> groups;
  report.predictions = predict(classifier, *source, groups, report.unclassified);
  const Predictions raw = at_temperature(report.predictions, 1 / classifier.temperature());
  report.raw_calibration_error = compute_metrics(raw)[Metric::kCalibrationError];
  std::optional<Predictions> baseline;
  if (classifier.baseline()) baseline = classifier.baseline()->predict(*source, pool);
  report.judgement = bootstrap(report.predictions, baseline ? &*baseline : nullptr, groups, options.bootstrap, pool);
  return report;
}

}  // namespace

Evaluations evaluate_classifier(Classifier& classifier, const EvaluateOptions& options) {
  const ClassifierCard& card = classifier.card();
  Evaluations all;
  all.split = options.split;
  LabelledData data = load_split(card, options, all.split);
  all.sequences = count_split(data, Split::kTest);
  all.trained_on = count_known(data, Split::kTest, card.trained_on);
  if (all.trained_on > 0)
    all.warnings.push_back(std::to_string(all.trained_on) + " of " + std::to_string(all.sequences) +
                           " sequences were trained on, they or their reverse complements");
  if (!data.windows_needed) {
    all.reports.push_back(judge(classifier, data, options));
    return all;
  }
  std::vector<int64_t> lengths = options.lengths.empty() ? card.lengths : options.lengths;
  if (lengths.empty()) lengths = {card.window};
  for (const int64_t length : lengths) {
    data.lengths = {length};
    all.reports.push_back(judge(classifier, data, options));
    all.reports.back().length = length;
  }
  return all;
}

}  // namespace undula
