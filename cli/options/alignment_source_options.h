#pragma once
#include <string>

#include "cli/options/option_set.h"
#include "cli/options/region_options.h"
#include "genomics/io/alignment_reader.h"

namespace undula::cli {

/// Which part of BAM, CRAM and SAM a verb reads, and what it decodes CRAM with.
class AlignmentSourceOptions {
 public:
  /// Adds to the group of options that is open.
  void declare(OptionSet& options);
  /// Throws kUsage for a region that is none, and the errors of read_regions_file.
  AlignmentSource source() const;

 private:
  std::string reference_;
  RegionOptions regions_;
};

}  // namespace undula::cli
