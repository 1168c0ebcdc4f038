#pragma once
#include <string>
#include <vector>

#include "genomics/windows/region.h"

namespace undula {

/// Reads a file of regions, as `samtools` and `bcftools` take them: a name that ends in .bed, .bed.gz or .bed.bgz is
/// BED (0-based, half-open); in any other, positions are 1-based and inclusive, and a line is `contig beg end`, `contig
/// pos` (that one base), or one region as parse_contig_region() reads it. Compression, comments and columns as in
/// BedReader; the order of the file is kept; an interval of no bases is left out. "-" is stdin, which is not BED.
/// Errors: those of BedReader; kBadInput where the file has no region.
std::vector<Region> read_regions_file(const std::string& path);

}  // namespace undula
