#pragma once
#include <string>

#include "cli/options/option_set.h"
#include "genomics/io/alignment_filter.h"

namespace undula::cli {

/// Which records of BAM, CRAM and SAM a verb looks at, and what it decodes CRAM with.
class AlignmentOptions {
 public:
  void declare(OptionSet& options);
  /// Throws kUsage for flags that are none.
  AlignmentFilter filter() const;
  const std::string& reference() const { return reference_; }

 private:
  std::string require_ = "0", exclude_ = "0x900", reference_;
  int64_t min_mapping_quality_ = 0;
};

}  // namespace undula::cli
