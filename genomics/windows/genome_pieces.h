#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/genome_interval.h"

namespace undula {

/// Calls `visit(interval, tokens)` for pieces of the intervals, of at most `piece` bases: those whose number is a
/// multiple of `every`. The first is `number`; returns the number that comes next, for a genome that is read on with.
template <class Visit>
int64_t for_each_piece(const IndexedFasta& genome, const std::vector<GenomeInterval>& intervals, int64_t piece,
                       int64_t every, Visit visit, int64_t number = 0) {
  std::string text;
  std::vector<uint8_t> tokens;
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
  return number;
}

/// Each how many-th piece of `bases` is taken where at most `most` are wanted.
constexpr int64_t every_piece(int64_t bases, int64_t most) {
  return (bases + most - 1) / most;
}

}  // namespace undula
