#include "genomics/tasks/train/training_data.h"

#include <algorithm>
#include <array>

#include "core/io/sha256.h"
#include "genomics/alphabet/canonical.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/train/dataset_source.h"
#include "genomics/windows/genome_windows.h"

namespace undula {
namespace {

constexpr int64_t kLongestOriented = 1024;
constexpr double kOrientedChiSquare = 2;  // of one degree of freedom, on average; 1 where strands are exchangeable

std::shared_ptr<const Genomes> borrowed(const Genomes& genomes) {
  return {std::shared_ptr<const void>(), &genomes};
}

bool has_regions(const Genomes& genomes, Split split) {
  return std::any_of(genomes.regions.begin(), genomes.regions.end(),
                     [&](const GenomeRegion& region) { return region.split == split; });
}

template <class T>
void update(Sha256& digest, const T& value) {
  digest.update(std::as_bytes(std::span(&value, 1)));
}

}  // namespace

TrainingFacts describe_training(const LabelledData& data) {
  TrainingFacts facts;
  facts.classes = static_cast<int64_t>(data.classes().size());
  const auto training = open_training(data, true, 0);
  facts.samples = training->size();
  facts.shortest = facts.longest = training->length(0, 0);
  double bases = 0;
  for (int64_t i = 0; i < facts.samples; ++i) {
    const int64_t length = training->length(0, i);
    facts.shortest = std::min(facts.shortest, std::max<int64_t>(length, 1));
    facts.longest = std::max(facts.longest, length);
    bases += static_cast<double>(length);
  }
  facts.windows = data.windows_needed;
  if (!facts.windows) facts.per_class = data.dataset.counts(Split::kTrain);
  facts.mean_length = bases / static_cast<double>(facts.samples);
  facts.oriented = !data.windows_needed && facts.shortest == facts.longest && facts.longest <= kLongestOriented &&
                   is_oriented(data.dataset);
  return facts;
}

bool is_oriented(const Dataset& dataset) {
  const std::vector<int64_t> indices = dataset.indices(Split::kTrain);
  const size_t length = dataset.samples[static_cast<size_t>(indices.front())].tokens.size();
  std::vector<std::array<double, 4>> zero(length, std::array<double, 4>{});
  std::vector<std::vector<std::array<double, 4>>> counts(dataset.classes.size(), zero);
  for (const int64_t i : indices) {
    const Sample& sample = dataset.samples[static_cast<size_t>(i)];
    for (size_t at = 0; at < length; ++at)
      if (sample.tokens[at] < 4) ++counts[static_cast<size_t>(sample.label)][at][sample.tokens[at]];
  }
  for (const auto& profile : counts) {
    double chi_square = 0, terms = 0;
    for (size_t at = 0; at < length; ++at) {
      for (uint8_t base = 0; base < 4; ++base) {
        const double here = profile[at][base], there = profile[length - 1 - at][complement(base)];
        if (here + there == 0) continue;
        chi_square += (here - there) * (here - there) / (here + there);
        ++terms;
      }
    }
    if (terms > 0 && chi_square / terms > kOrientedChiSquare) return true;
  }
  return false;
}

std::unique_ptr<SampleSource> open_training(const LabelledData& data, bool both_strands, uint64_t seed, double mutate) {
  if (data.windows_needed) {
    GenomeWindowOptions options;
    options.lengths = data.lengths;
    options.seed = seed;
    options.errors.substitution = mutate;
    return std::make_unique<GenomeWindows>(borrowed(data.genomes), Split::kTrain, options);
  }
  return std::make_unique<DatasetSource>(data.dataset, Split::kTrain,
                                         both_strands ? DatasetSource::Strands::kRandom : DatasetSource::Strands::kOne,
                                         seed, mutate);
}

std::unique_ptr<SampleSource> open_evaluation(const LabelledData& data, Split split, bool both_strands,
                                              int64_t windows) {
  if (data.windows_needed) {
    if (!has_regions(data.genomes, split)) return nullptr;
    GenomeWindowOptions options;
    options.draw = GenomeWindowOptions::Draw::kEven;
    options.lengths = data.lengths;
    options.count = windows;
    return std::make_unique<GenomeWindows>(borrowed(data.genomes), split, options);
  }
  auto source = std::make_unique<DatasetSource>(
      data.dataset, split, both_strands ? DatasetSource::Strands::kBoth : DatasetSource::Strands::kOne);
  if (source->size() == 0) return nullptr;
  return source;
}

std::vector<int64_t> sequence_keys(const LabelledData& data, Split split) {
  std::vector<int64_t> keys;
  for (const LabelledSequence& sequence : data.sequences()) {
    if (sequence.split == split) keys.push_back(static_cast<int64_t>(canonical_hash(sequence.tokens)));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

int64_t count_known(const LabelledData& data, Split split, const std::vector<int64_t>& sorted_keys) {
  int64_t known = 0;
  for (const LabelledSequence& sequence : data.sequences()) {
    const auto key = static_cast<int64_t>(canonical_hash(sequence.tokens));
    known += sequence.split == split && std::binary_search(sorted_keys.begin(), sorted_keys.end(), key);
  }
  return known;
}

std::string data_digest(const LabelledData& data) {
  Sha256 digest;
  for (const std::string& name : data.classes()) digest.update(name + "\n");
  for (const LabelledSequence& sequence : data.sequences()) {
    update(digest, sequence.split);
    update(digest, sequence.label);
    update(digest, sequence.weight);
    update(digest, static_cast<uint64_t>(sequence.tokens.size()));
    digest.update(std::as_bytes(sequence.tokens));
  }
  return digest.hex();
}

}  // namespace undula
