#include "cli/options/alignment_options.h"

#include "core/base/error.h"

namespace undula::cli {
namespace {

int flags(const std::string& name, const std::string& text) {
  const int flags = parse_alignment_flags(text);
  if (flags >= 0) return flags;
  throw Error(ErrorKind::kUsage, "'" + text + "' is no set of alignment flags", name,
              "a number such as 2304 or 0x900, or names such as SECONDARY,SUPPLEMENTARY");
}

}  // namespace

void AlignmentOptions::declare(OptionSet& options) {
  options.begin_group("Alignments (BAM, CRAM, SAM); reads are turned back to their original strand");
  options.add("-f,--require-flags", &require_, "FLAGS", "use only records that have all of these flags");
  options.add("-F,--exclude-flags", &exclude_, "FLAGS",
              "leave out records that have any of these; 0x900 is secondary and supplementary");
  options.add("--min-mapq", &min_mapping_quality_, "N", "leave out records of a lower mapping quality").range(0, 255);
  options.add("--reference", &reference_, "FILE",
              "FASTA that CRAM was made with; else what its header names, REF_CACHE, REF_PATH, never a server");
}

AlignmentFilter AlignmentOptions::filter() const {
  return {flags("--require-flags", require_), flags("--exclude-flags", exclude_),
          static_cast<int>(min_mapping_quality_)};
}

}  // namespace undula::cli
