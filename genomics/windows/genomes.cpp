#include "genomics/windows/genomes.h"

namespace undula {

std::vector<int64_t> Genomes::bases(Split split) const {
  std::vector<int64_t> bases(classes.size(), 0);
  for (const GenomeRegion& region : regions) {
    if (region.split == split && region.label >= 0) bases[static_cast<size_t>(region.label)] += region.window.length();
  }
  return bases;
}

}  // namespace undula
