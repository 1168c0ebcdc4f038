#pragma once
#include <string>

#include "genomics/io/alignment_record.h"

namespace undula {

/// Which records of an alignment file are looked at, as in `samtools view -f -F -q`. By default all but secondary and
/// supplementary ones (0x900), so that every read counts once.
struct AlignmentFilter {
  int require_flags = 0;  ///< all of them must be set
  int exclude_flags = 0x900;
  int min_mapping_quality = 0;

  bool keeps(const AlignmentRecord& record) const {
    return (record.flags() & require_flags) == require_flags && (record.flags() & exclude_flags) == 0 &&
           record.mapping_quality() >= min_mapping_quality;
  }
};

/// Flags as samtools takes them: 2304, 0x900, or SECONDARY,SUPPLEMENTARY; -1 where `text` is none of these.
int parse_alignment_flags(const std::string& text);

}  // namespace undula
