#include "genomics/tasks/train/markov_fit.h"

#include <string>

#include "core/base/error.h"
#include "genomics/windows/genome_pieces.h"

namespace undula {
namespace {

constexpr int64_t kPiece = int64_t{1} << 20;
constexpr int64_t kValidPiece = 10'000;

/// Calls `add(tokens)` for pieces of a split of all genomes, evenly chosen where they hold more than `most` bases.
template <class Add>
void for_each_piece_of(const LanguageData& data, Split split, int64_t piece, int64_t most, Add add) {
  int64_t number = 0;
  for (size_t g = 0; g < data.genomes.size(); ++g)
    number = for_each_piece(
        *data.genomes[g], data.splits[g].of(split), piece, every_piece(data.bases(split), most),
        [&](const GenomeInterval&, const std::vector<uint8_t>& tokens) { add(tokens); }, number);
}

}  // namespace

MarkovFit fit_markov(const LanguageData& data, const MarkovFitOptions& options) {
  for (const Split split : {Split::kTrain, Split::kValid}) {
    if (data.bases(split) > 0) continue;
    throw Error(ErrorKind::kBadInput,
                "no part of the genome is for " + std::string(to_string(split)) + ", which a Markov model needs",
                data.genomes.front()->path());
  }
  MarkovCounts counts(options.max_order);
  for_each_piece_of(data, Split::kTrain, kPiece, options.max_train_bases,
                    [&](const std::vector<uint8_t>& tokens) { counts.add(tokens); });
  counts.finish(options.both_strands);
  MarkovTuner tuner(counts, options.both_strands);
  for_each_piece_of(data, Split::kValid, kValidPiece, options.max_valid_bases,
                    [&](const std::vector<uint8_t>& tokens) { tuner.add(tokens); });
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
