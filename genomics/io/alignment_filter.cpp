#include "genomics/io/alignment_filter.h"

#include <htslib/sam.h>

#include <algorithm>
#include <optional>

namespace undula {

bool AlignmentFilter::keeps(const AlignmentRecord& record) const {
  if ((record.flags() & require_flags) != require_flags || (record.flags() & exclude_flags) != 0) return false;
  if (record.mapping_quality() < min_mapping_quality) return false;
  if (tag.empty()) return true;
  const std::optional<std::string> value = record.tag(tag);
  return value && (tag_values.empty() || std::find(tag_values.begin(), tag_values.end(), *value) != tag_values.end());
}

int parse_alignment_flags(const std::string& text) {
  const int flags = text.empty() ? -1 : bam_str2flag(text.c_str());
  return flags > 0xffff ? -1 : flags;
}

}  // namespace undula
