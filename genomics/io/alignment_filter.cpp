#include "genomics/io/alignment_filter.h"

#include <htslib/sam.h>

namespace undula {

int parse_alignment_flags(const std::string& text) {
  const int flags = text.empty() ? -1 : bam_str2flag(text.c_str());
  return flags > 0xffff ? -1 : flags;
}

}  // namespace undula
