#include "genomics/tasks/train/markov_fit.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr int64_t kPiece = int64_t{1} << 20;
constexpr int64_t kValidPiece = 10'000;

/// Each how many-th piece of `bases` is taken where at most `most` are wanted.
int64_t stride_of(int64_t bases, int64_t most) {
  return (bases + most - 1) / most;
}

/// Calls `visit(tokens)` for pieces of the intervals, of at most `piece` bases: each `every`-th of them.
template <class Visit>
void for_each_piece(const IndexedFasta& genome, const std::vector<GenomeInterval>& intervals, int64_t piece,
                    int64_t every, Visit visit) {
  std::string text;
  std::vector<uint8_t> tokens;
  int64_t number = 0;
  for (const auto& [contig, window] : intervals) {
    for (int64_t begin = window.begin; begin < window.end; begin += piece) {
      if (number++ % every != 0) continue;
      genome.fetch(contig, begin, std::min(begin + piece, window.end), text);
      tokens.resize(text.size());
      tokenize(text, tokens);
      visit(tokens);
    }
  }
}

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
                 stride_of(splits.bases(Split::kTrain), options.max_train_bases),
                 [&](const std::vector<uint8_t>& tokens) { counts.add(tokens); });
  counts.finish(options.both_strands);
  MarkovTuner tuner(counts, options.both_strands);
  for_each_piece(genome, splits.of(Split::kValid), kValidPiece,
                 stride_of(splits.bases(Split::kValid), options.max_valid_bases),
                 [&](const std::vector<uint8_t>& tokens) { tuner.add(tokens); });
  const MarkovChoice choice = tuner.best(kLongestStoredContext);
  return {MarkovModel(counts, choice.settings), choice, tuner.best(options.max_order)};
}

double markov_bits_per_base(const MarkovModel& model, const IndexedFasta& genome,
                            const std::vector<GenomeInterval>& intervals) {
  double bits = 0;
  int64_t bases = 0;
  std::vector<float> log2p;
  for_each_piece(genome, intervals, kPiece, 1, [&](const std::vector<uint8_t>& tokens) {
    log2p.resize(tokens.size());
    model.log2_probabilities(tokens, log2p);
    for (const float value : log2p) bits -= value;
    bases += count_valid(tokens);
  });
  return bases > 0 ? bits / static_cast<double>(bases) : 0;
}

}  // namespace undula
