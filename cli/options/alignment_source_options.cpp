#include "cli/options/alignment_source_options.h"

namespace undula::cli {

void AlignmentSourceOptions::declare(OptionSet& options) {
  regions_.declare(
      options,
      "read only records that overlap CHR, CHR:BEG-END (1-based, inclusive; {CHR}:BEG-END where the name has a "
      "colon), or '*', those without a place; may be given again; needs an index, as 'samtools index' makes it");
  options.add("--reference", &reference_, "FILE",
              "FASTA that CRAM was made with; else what its header names, REF_CACHE, REF_PATH, never a server");
}

AlignmentSource AlignmentSourceOptions::source() const {
  AlignmentSource source;
  source.reference = reference_;
  source.regions = regions_.regions();
  return source;
}

}  // namespace undula::cli
