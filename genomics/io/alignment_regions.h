#pragma once
#include <string>
#include <vector>

#include "genomics/io/hts_handles.h"
#include "genomics/windows/region.h"

namespace undula {

/// The contig of a Region that stands for the reads without a place, at the end of a sorted file.
inline constexpr const char* kUnplaced = "*";

/// Goes through the records of an indexed BAM, CRAM or bgzip SAM file that overlap any of `regions` (not empty): each
/// once, in the order of the file. The index is FILE.bai, FILE.csi or FILE.crai, or has that in place of FILE's suffix.
/// Errors: kMissing where there is no index, kUsage for a contig that the header does not name.
HtsHandle<hts_itr_t> records_of_regions(htsFile* file, sam_hdr_t* header, const std::string& path,
                                        const std::vector<Region>& regions);

}  // namespace undula
