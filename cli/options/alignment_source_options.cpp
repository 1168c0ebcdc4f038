#include "cli/options/alignment_source_options.h"

#include "core/base/error.h"
#include "genomics/windows/regions_file.h"

namespace undula::cli {

void AlignmentSourceOptions::declare(OptionSet& options) {
  options.add(
      "-r,--region", &regions_, "REGION",
      "read only records that overlap CHR, CHR:BEG-END (1-based, inclusive; {CHR}:BEG-END where the name has a "
      "colon), or '*', those without a place; may be given again; needs an index, as 'samtools index' makes it");
  options.add(
      "-R,--regions-file", &regions_file_, "FILE",
      "the same for all regions of FILE: BED (0-based) by its name, else CHR, BEG and END in columns (1-based)");
  options.add("--reference", &reference_, "FILE",
              "FASTA that CRAM was made with; else what its header names, REF_CACHE, REF_PATH, never a server");
}

AlignmentSource AlignmentSourceOptions::source() const {
  AlignmentSource source;
  source.reference = reference_;
  for (const std::string& text : regions_) {
    const auto region = parse_contig_region(text);
    if (!region)
      throw Error(ErrorKind::kUsage, "'" + text + "' is no region", "--region",
                  "chr, chr:beg-end, {chr}:beg-end or '*'");
    source.regions.push_back(*region);
  }
  if (!regions_file_.empty()) {
    for (Region& region : read_regions_file(regions_file_)) source.regions.push_back(std::move(region));
  }
  return source;
}

}  // namespace undula::cli
