#pragma once
#include <string>
#include <vector>

#include "genomics/io/alignment_record.h"

namespace undula {

/// Which records of an alignment file are looked at, as in `samtools view -f -F -q -d`. By default all but secondary
/// and supplementary ones (0x900), so that every read counts once.
struct AlignmentFilter {
  int require_flags = 0;  ///< all of them must be set
  int exclude_flags = 0x900;
  int min_mapping_quality = 0;
  std::string tag = {};                      ///< two letters that must be there; empty: none
  std::vector<std::string> tag_values = {};  ///< its value must be one of them; empty: any

  bool keeps(const AlignmentRecord& record) const;
};

/// Flags as samtools takes them: 2304, 0x900, or SECONDARY,SUPPLEMENTARY; -1 where `text` is none of these.
int parse_alignment_flags(const std::string& text);

}  // namespace undula
