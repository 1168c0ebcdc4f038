#include "audio/tasks/evaluate_sound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "audio/windows/sound_source.h"
#include "core/base/error.h"
#include "core/train/calibration.h"

namespace undula {
namespace {

constexpr const char* kAll = "all";

SoundData load(SoundClassifier& classifier, const SoundRowOptions& rows, bool split_needed) {
  SoundDataOptions options;
  options.rows = rows;
  options.front_end = classifier.card().front_end;
  options.classes = classifier.card().classes;
  options.split_needed = split_needed;
  options.seed = classifier.card().seed;
  return load_sound_data(options, classifier.context().pool());
}

bool any_of_split(const SoundData& data, Split split) {
  const std::vector<Sample>& samples = data.dataset.samples;
  return std::any_of(samples.begin(), samples.end(), [&](const Sample& sample) { return sample.split == split; });
}

/// The data with the sounds to judge in the test split; `split` becomes the name of what is judged.
SoundData load_split(SoundClassifier& classifier, const SoundEvaluateOptions& options, std::string& split) {
  SoundData data = load(classifier, options.rows, false);
  if (any_of_split(data, Split::kNone) && split != kAll) {
    SoundData divided = load(classifier, options.rows, true);
    if (data_digest(divided) == classifier.card().data_digest) {
      data = std::move(divided);
    } else {
      split = kAll;
    }
  }
  const Split wanted = split_from(split);
  for (Sample& sample : data.dataset.samples)
    sample.split = split == kAll || sample.split == wanted ? Split::kTest : Split::kNone;
  if (!any_of_split(data, Split::kTest))
    throw Error(ErrorKind::kUsage, "the data has no split '" + split + "'", options.rows.inputs.front(),
                "--split with train, valid, test or all");
  return data;
}

/// Keeps `n` samples from the middle of each sound; a shorter one is followed by silence.
void crop(SoundData& data, int64_t n) {
  for (Sample& sample : data.dataset.samples) {
    const auto skip = std::max<int64_t>((sample.length() - n) / 2, 0);
    sample.values.erase(sample.values.begin(), sample.values.begin() + skip);
    sample.values.resize(static_cast<size_t>(n), 0.0F);
  }
}

int64_t shortest(const SoundData& data) {
  int64_t length = std::numeric_limits<int64_t>::max();
  for (const Sample& sample : data.dataset.samples)
    if (sample.split == Split::kTest) length = std::min(length, sample.length());
  return length;
}

/// Probabilities of every sound of the test split: windows laid end to end, their logits averaged by length, as
/// 'classify' does it.
Predictions predict(SoundClassifier& classifier, const SoundData& data) {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(classifier.classes());
  const int64_t window = classifier.window(), C = classifier.classes();
  std::vector<std::vector<float>> windows;
  std::vector<size_t> owners;
  for (const Sample& sample : data.dataset.samples) {
    if (sample.split != Split::kTest) continue;
    for (int64_t begin = 0; begin < sample.length(); begin += window) {
      const int64_t end = std::min(begin + window, sample.length());
      windows.emplace_back(sample.values.begin() + begin, sample.values.begin() + end);
      owners.push_back(predictions.labels.size());
    }
    predictions.labels.push_back(sample.label);
  }
  std::vector<double> sums(predictions.labels.size() * static_cast<size_t>(C)), lengths(predictions.labels.size());
  std::vector<size_t> sizes;
  for (const std::vector<float>& one : windows) sizes.push_back(one.size());
  const std::vector<double> logits = classifier.logits(std::move(windows));
  for (size_t i = 0; i < owners.size(); ++i) {
    lengths[owners[i]] += static_cast<double>(sizes[i]);
    for (int64_t c = 0; c < C; ++c)
      sums[owners[i] * static_cast<size_t>(C) + static_cast<size_t>(c)] +=
          static_cast<double>(sizes[i]) * logits[i * static_cast<size_t>(C) + static_cast<size_t>(c)];
  }
  for (size_t i = 0; i < lengths.size(); ++i) {
    const std::span<double> mean = std::span(sums).subspan(i * static_cast<size_t>(C), static_cast<size_t>(C));
    for (double& value : mean) value /= lengths[i];
    const std::vector<float> chances = classifier.probabilities(mean);
    predictions.probabilities.insert(predictions.probabilities.end(), chances.begin(), chances.end());
  }
  return predictions;
}

std::vector<SoundEvaluation::Part> figures_by(const SoundEvaluateOptions& options, SoundClassifier& classifier,
                                              const Predictions& predictions, const std::vector<std::string>& ids) {
  SoundRowOptions rows = options.rows;
  rows.group_column = options.by;
  SoundEvaluateOptions again = options;
  again.rows = rows;
  std::string split = options.split;
  const SoundData data = load_split(classifier, again, split);
  std::map<std::string, SoundEvaluation::Part> parts;
  int64_t i = 0;
  for (const Sample& sample : data.dataset.samples) {
    if (sample.split != Split::kTest) continue;
    require(i < predictions.records() && ids[static_cast<size_t>(i)] == sample.id, "evaluate", "order of sounds");
    SoundEvaluation::Part& part = parts[sample.group];
    part.name = sample.group;
    ++part.sounds;
    part.right += predictions.top_class(i) == predictions.labels[static_cast<size_t>(i)];
    ++i;
  }
  std::vector<SoundEvaluation::Part> list;
  for (const auto& [name, part] : parts) list.push_back(part);
  return list;
}

}  // namespace

SoundEvaluation evaluate_sounds(SoundClassifier& classifier, const SoundEvaluateOptions& options) {
  ThreadPool& pool = classifier.context().pool();
  SoundEvaluation found;
  found.split = options.split;
  SoundData data = load_split(classifier, options, found.split);
  std::vector<std::string> groups, ids;
  for (const Sample& sample : data.dataset.samples) {
    if (sample.split != Split::kTest) continue;
    groups.push_back(sample.group);
    ids.push_back(sample.id);
  }
  found.sounds = static_cast<int64_t>(ids.size());
  for (const int64_t key : sound_keys(data, Split::kTest))
    found.trained_on +=
        std::binary_search(classifier.card().trained_on.begin(), classifier.card().trained_on.end(), key);
  if (found.trained_on > 0)
    found.warnings.push_back(std::to_string(found.trained_on) + " of " + std::to_string(found.sounds) +
                             " sounds were trained on");
  const auto source = [&] {
    return SoundSource(data.dataset, Split::kTest, classifier.card().front_end.of_samples(), classifier.window());
  };
  if (classifier.duration()) {
    const Predictions by_duration = classifier.duration()->predict(source(), pool);
    found.duration = bootstrap(by_duration, nullptr, groups, options.bootstrap, pool).model;
  }
  const auto rate = static_cast<double>(classifier.card().front_end.rate);
  if (options.crop_equal || options.crop > 0) {
    const int64_t kept = options.crop_equal ? shortest(data) : std::max<int64_t>(std::llround(options.crop * rate), 1);
    crop(data, kept);
    found.crop = static_cast<double>(kept) / rate;
  }
  EvaluationReport& report = found.report;
  report.predictions = predict(classifier, data);
  report.raw_calibration_error =
      compute_metrics(at_temperature(report.predictions, 1 / classifier.temperature()))[Metric::kCalibrationError];
  std::optional<Predictions> baseline;
  if (classifier.baseline()) baseline = classifier.baseline()->predict(source(), pool);
  report.judgement = bootstrap(report.predictions, baseline ? &*baseline : nullptr, groups, options.bootstrap, pool);
  if (!options.by.empty()) found.parts = figures_by(options, classifier, report.predictions, ids);
  return found;
}

}  // namespace undula
