#pragma once
#include <cstdint>
#include <cstdio>
#include <vector>

namespace undula {

/// Where a block of data lies, and which bases it is about: from one base of a contig to the end of another.
struct BigWigIndexEntry {
  uint32_t first_contig, begin, last_contig, end;
  uint64_t offset, size;  ///< in the file
};

/// Writes the R tree over blocks in the order of the genome that bigWig files are searched by (Kent et al. 2010,
/// supplement), at the place where `file` stands. There is at least one block, of at most `per_block` items. False
/// where that fails.
bool write_bigwig_index(std::FILE* file, const std::vector<BigWigIndexEntry>& blocks, uint32_t per_block);

}  // namespace undula
