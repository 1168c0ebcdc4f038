#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/genome_interval.h"

namespace undula {

/// Calls `visit(interval, tokens)` for pieces of the intervals, of at most `piece` bases: each `every`-th of them.
template <class Visit>
void for_each_piece(const IndexedFasta& genome, const std::vector<GenomeInterval>& intervals, int64_t piece,
                    int64_t every, Visit visit) {
  std::string text;
  std::vector<uint8_t> tokens;
  int64_t number = 0;
  for (const auto& [contig, window] : intervals) {
    for (int64_t begin = window.begin; begin < window.end; begin += piece) {
      if (number++ % every != 0) continue;
      const GenomeInterval at = {contig, {begin, std::min(begin + piece, window.end)}};
      genome.fetch(contig, at.window.begin, at.window.end, text);
      tokens.resize(text.size());
      tokenize(text, tokens);
      visit(at, tokens);
    }
  }
}

/// Each how many-th piece of `bases` is taken where at most `most` are wanted.
constexpr int64_t every_piece(int64_t bases, int64_t most) {
  return (bases + most - 1) / most;
}

}  // namespace undula
