#include "genomics/tasks/train/markov_fit.h"

#include <string>

#include "core/base/error.h"
#include "genomics/windows/genome_pieces.h"

namespace undula {
namespace {

constexpr int64_t kPiece = int64_t{1} << 20;
constexpr int64_t kValidPiece = 10'000;

}  // namespace

MarkovFit fit_markov(const IndexedFasta& genome, const GenomeSplits& splits, const MarkovFitOptions& options) {
  for (const Split split : {Split::kTrain, Split::kValid}) {
    if (splits.bases(split) > 0) continue;
    throw Error(ErrorKind::kBadInput,
                "no part of the genome is for " + std::string(to_string(split)) + ", which a Markov model needs",
                genome.path());
  }
  MarkovCounts counts(options.max_order);
  for_each_piece(genome, splits.of(Split::kTrain), kPiece,
                 every_piece(splits.bases(Split::kTrain), options.max_train_bases),
                 [&](const GenomeInterval&, const std::vector<uint8_t>& tokens) { counts.add(tokens); });
  counts.finish(options.both_strands);
  MarkovTuner tuner(counts, options.both_strands);
  for_each_piece(genome, splits.of(Split::kValid), kValidPiece,
                 every_piece(splits.bases(Split::kValid), options.max_valid_bases),
                 [&](const GenomeInterval&, const std::vector<uint8_t>& tokens) { tuner.add(tokens); });
  const MarkovChoice choice = tuner.best(kLongestStoredContext);
  return {MarkovModel(counts, choice.settings), choice, tuner.best(options.max_order)};
}

double markov_bits_per_base(const MarkovModel& model, const IndexedFasta& genome,
                            const std::vector<GenomeInterval>& intervals) {
  double bits = 0;
  int64_t bases = 0;
  std::vector<float> log2p;
  for_each_piece(genome, intervals, kPiece, 1, [&](const GenomeInterval&, const std::vector<uint8_t>& tokens) {
    log2p.resize(tokens.size());
    model.log2_probabilities(tokens, log2p);
    for (const float value : log2p) bits -= value;
    bases += count_valid(tokens);
  });
  return bases > 0 ? bits / static_cast<double>(bases) : 0;
}

}  // namespace undula
