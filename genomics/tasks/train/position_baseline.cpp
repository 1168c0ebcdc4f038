#include "genomics/tasks/train/position_baseline.h"

#include "genomics/windows/genome_pieces.h"

namespace undula {
namespace {

constexpr int64_t kTrainPiece = int64_t{1} << 20, kValidPiece = 10'000;
constexpr int64_t kMostTrain = 1'000'000'000, kMostValid = 1'000'000;

/// Gives `to` the tokens and labels of pieces of a split, of which at most `most` bases are wanted.
template <class To>
void add_pieces(const PositionData& data, Split split, int64_t piece, int64_t most, To& to) {
  const GenomeSplits& splits = data.genome.splits.front();
  std::vector<int32_t> labels;
  for_each_piece(*data.genome.genomes.front(), splits.of(split), piece, every_piece(splits.bases(split), most),
                 [&](const GenomeInterval& at, const std::vector<uint8_t>& tokens) {
                   labels.resize(tokens.size());
                   data.labels->read(at, labels);
                   to.add(tokens, labels);
                 });
}

}  // namespace

std::optional<KmerClassFit> fit_kmer_classes(const PositionData& data) {
  if (data.genome.bases(Split::kValid) == 0) return std::nullopt;
  KmerClassCounts counts(static_cast<int>(data.classes().size()));
  add_pieces(data, Split::kTrain, kTrainPiece, kMostTrain, counts);
  counts.finish();
  KmerClassTuner tuner(counts);
  add_pieces(data, Split::kValid, kValidPiece, kMostValid, tuner);
  const KmerClassChoice choice = tuner.best();
  return KmerClassFit{KmerClasses(counts, choice.settings), choice};
}

}  // namespace undula
