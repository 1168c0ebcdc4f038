#pragma once
#include <string>
#include <vector>

#include "cli/options/alignment_source_options.h"
#include "cli/options/option_set.h"
#include "genomics/io/alignment_filter.h"

namespace undula::cli {

/// Which records of BAM, CRAM and SAM a verb looks at, and how they are read.
class AlignmentOptions {
 public:
  void declare(OptionSet& options);
  /// Throws kUsage for flags and tags that are none.
  AlignmentFilter filter() const;
  AlignmentSource source() const { return source_.source(); }

 private:
  std::string require_ = "0", exclude_ = "0x900";
  std::vector<std::string> tags_;
  AlignmentSourceOptions source_;
  int64_t min_mapping_quality_ = 0;
};

}  // namespace undula::cli
