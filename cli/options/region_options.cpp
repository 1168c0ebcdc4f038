#include "cli/options/region_options.h"

#include <utility>

#include "core/base/error.h"
#include "genomics/windows/regions_file.h"

namespace undula::cli {

void RegionOptions::declare(OptionSet& options, const std::string& what) {
  options.add("-r,--region", &regions_, "REGION", what);
  options.add(
      "-R,--regions-file", &file_, "FILE",
      "the same for all regions of FILE: BED (0-based) by its name, else CHR, BEG and END in columns (1-based)");
}

std::vector<Region> RegionOptions::regions() const {
  std::vector<Region> all;
  for (const std::string& text : regions_) {
    const auto region = parse_contig_region(text);
    if (!region)
      throw Error(ErrorKind::kUsage, "'" + text + "' is no region", "--region",
                  "chr, chr:beg-end, {chr}:beg-end or '*'");
    all.push_back(*region);
  }
  if (!file_.empty()) {
    for (Region& region : read_regions_file(file_)) all.push_back(std::move(region));
  }
  return all;
}

}  // namespace undula::cli
