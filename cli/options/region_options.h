#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"
#include "genomics/windows/region.h"

namespace undula::cli {

/// Parts of contigs, on the command line or in a file, as samtools and bcftools take them.
class RegionOptions {
 public:
  /// Adds to the group of options that is open. `what` is done with a region: "read only", say.
  void declare(OptionSet& options, const std::string& what);
  bool given() const { return !regions_.empty() || !file_.empty(); }
  /// Throws kUsage for a region that is none, and the errors of read_regions_file.
  std::vector<Region> regions() const;

 private:
  std::string file_;
  std::vector<std::string> regions_;
};

}  // namespace undula::cli
