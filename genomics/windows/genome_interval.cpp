#include "genomics/windows/genome_interval.h"

#include <algorithm>
#include <tuple>

#include "core/base/error.h"

namespace undula {

GenomeInterval settle_region(const IndexedFasta& genome, const Region& region, const std::string& where) {
  const int32_t named = region.text.empty() || region.text == region.contig ? -1 : genome.find(region.text);
  if (named >= 0 && genome.find(region.contig) >= 0) {
    throw Error(ErrorKind::kBadInput,
                "'" + region.text + "' is a contig of " + genome.path() + ", and a region of the contig '" +
                    region.contig + "'",
                where, "{" + region.text + "} or {" + region.contig + "}:BEG-END");
  }
  if (named >= 0) return {named, {0, genome.contig_length(named)}};
  const int32_t contig = genome.contig(region.contig, where);
  const int64_t length = genome.contig_length(contig);
  const Window window = {region.begin, region.end.value_or(length)};
  if (window.begin < length && window.end <= length) return {contig, window};
  const std::string start = region.contig + ":" + std::to_string(region.begin + 1);
  throw Error(ErrorKind::kBadInput,
              (region.end ? region_text(region.contig, window) : start) + " lies beyond the end of " + region.contig +
                  ", which has " + std::to_string(length) + " bases",
              where, "are these the coordinates of another assembly?");
}

std::vector<GenomeInterval> settle_regions(const IndexedFasta& genome, const std::vector<Region>& regions,
                                           const std::string& where) {
  std::vector<GenomeInterval> parts;
  for (const Region& region : regions) parts.push_back(settle_region(genome, region, where));
  for (int32_t contig = 0; regions.empty() && contig < genome.contig_count(); ++contig)
    parts.push_back({contig, {0, genome.contig_length(contig)}});
  return joined(std::move(parts));
}

std::vector<GenomeInterval> joined(std::vector<GenomeInterval> intervals) {
  std::sort(intervals.begin(), intervals.end(), [](const GenomeInterval& a, const GenomeInterval& b) {
    return std::tie(a.contig, a.window.begin) < std::tie(b.contig, b.window.begin);
  });
  std::vector<GenomeInterval> result;
  for (const GenomeInterval& interval : intervals) {
    const bool touches =
        !result.empty() && result.back().contig == interval.contig && result.back().window.end >= interval.window.begin;
    if (!touches) result.push_back(interval);
    result.back().window.end = std::max(result.back().window.end, interval.window.end);
  }
  return result;
}

}  // namespace undula
