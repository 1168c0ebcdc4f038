#include "genomics/tasks/train/language_data.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/io/sha256.h"
#include "genomics/windows/random_windows.h"
#include "genomics/windows/tiled_windows.h"

namespace undula {
namespace {

constexpr int64_t kDigestPiece = int64_t{1} << 20;

}  // namespace

int64_t LanguageData::bases(Split split) const {
  int64_t bases = 0;
  for (const GenomeSplits& genome : splits) bases += genome.bases(split);
  return bases;
}

std::string LanguageData::digest() const {
  Sha256 digest;
  std::string text;
  for (size_t g = 0; g < genomes.size(); ++g) {
    for (const GenomeInterval& part : splits[g].of(Split::kTrain)) {
      digest.update(genomes[g]->contig_name(part.contig) + "\n" + std::to_string(part.window.begin) + "\n");
      for (int64_t begin = part.window.begin; begin < part.window.end; begin += kDigestPiece) {
        genomes[g]->fetch(part.contig, begin, std::min(begin + kDigestPiece, part.window.end), text);
        digest.update(text);
      }
      digest.update("\n");
    }
  }
  return digest.hex();
}

LanguageData load_language_data(const std::vector<std::string>& genomes, const HeldOut& held_out) {
  if (!held_out.regions.empty() && genomes.size() > 1)
    throw Error(ErrorKind::kUsage, "a file of regions is for one genome; got " + std::to_string(genomes.size()),
                "--regions " + held_out.regions, "one FASTA file with all contigs");
  LanguageData data;
  data.held_out = held_out;
  for (const std::string& path : genomes) {
    data.files.push_back(path);
    data.genomes.push_back(std::make_shared<const IndexedFasta>(path));
    data.splits.push_back(held_out.regions.empty() ? hold_out_ends(*data.genomes.back(), held_out.valid, held_out.test)
                                                   : split_by_bed(*data.genomes.back(), held_out.regions));
  }
  if (!held_out.regions.empty()) data.files.push_back(held_out.regions);
  if (data.bases(Split::kTrain) == 0)
    throw Error(ErrorKind::kBadInput, "nothing is left to train on",
                held_out.regions.empty() ? genomes.front() : held_out.regions);
  return data;
}

std::unique_ptr<LanguageSource> open_language_training(const LanguageData& data, const LanguageObjective& objective,
                                                       int64_t length, bool both_strands, uint64_t seed) {
  std::vector<std::unique_ptr<GenomeWindowSource>> parts;
  for (size_t g = 0; g < data.genomes.size(); ++g) {
    if (data.splits[g].of(Split::kTrain).empty()) continue;
    RandomWindowOptions options;
    options.length = length;
    options.both_strands = both_strands;
    options.seed = seed;
    parts.push_back(std::make_unique<RandomWindows>(data.genomes[g], data.splits[g].of(Split::kTrain), options));
  }
  return std::make_unique<LanguageSource>(std::move(parts), objective);
}

std::unique_ptr<LanguageSource> open_language_evaluation(const LanguageData& data, Split split,
                                                         const LanguageObjective& objective, int64_t length,
                                                         int64_t count) {
  std::vector<std::unique_ptr<GenomeWindowSource>> parts;
  for (size_t g = 0; g < data.genomes.size(); ++g) {
    if (data.splits[g].of(split).empty()) continue;
    TiledWindowOptions options;
    options.length = length;
    options.count = count;
    parts.push_back(std::make_unique<TiledWindows>(data.genomes[g], data.splits[g].of(split), options));
  }
  if (parts.empty()) return nullptr;
  LanguageObjective plain = objective;
  plain.soft_mask_weight = 1;
  return std::make_unique<LanguageSource>(std::move(parts), plain);
}

}  // namespace undula
