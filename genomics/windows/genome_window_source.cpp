#include "genomics/windows/genome_window_source.h"

#include <algorithm>
#include <utility>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/region.h"

namespace undula {

double WindowBases::ambiguous_share() const {
  const auto n = static_cast<double>(tokens.size());
  return tokens.empty() ? 0 : (n - static_cast<double>(count_valid(tokens))) / n;
}

void GenomeWindowSource::get(int64_t pass, int64_t i, Sample& out) const {
  WindowBases bases;
  bases.tokens.swap(out.tokens);  // reuses its memory
  const GenomePlace place = read(pass, i, bases);
  out.tokens = std::move(bases.tokens);
  const std::string& contig = genome_->contig_name(place.interval.contig);
  out.id = region_text(contig, place.interval.window) + (place.reverse ? "/rc" : "");
  out.group = contig;
  out.label = -1;
  out.weight = 1;
}

void GenomeWindowSource::read_forward(const GenomeInterval& interval, WindowBases& out) const {
  thread_local std::string text;
  genome_->fetch(interval.contig, interval.window.begin, interval.window.end, text);
  out.tokens.resize(text.size());
  tokenize(text, out.tokens);
  out.soft_masked.resize(text.size());
  std::transform(text.begin(), text.end(), out.soft_masked.begin(),
                 [](char base) { return static_cast<uint8_t>(base >= 'a' && base <= 'z'); });
}

void GenomeWindowSource::turn_strand(WindowBases& bases) {
  reverse_complement(std::span(bases.tokens));
  std::reverse(bases.soft_masked.begin(), bases.soft_masked.end());
}

}  // namespace undula
