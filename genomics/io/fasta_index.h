#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undula {

/// Where a record of a FASTA file lies: one line of a .fai file (samtools-faidx(5)).
struct FastaContig {
  std::string name;        ///< the header's first word
  int64_t length = 0;      ///< bases
  int64_t offset = 0;      ///< of the first base, in bytes of content
  int64_t line_bases = 0;  ///< in each line but the last
  int64_t line_width = 0;  ///< the same with line end, in bytes
};

/// Where a bgzip block begins, in the file and in its content: one pair of a .gzi file.
struct BgzipBlock {
  uint64_t address = 0, offset = 0;
};

/// What random access to a FASTA file needs, as samtools' index files hold it.
struct FastaIndex {
  std::vector<FastaContig> contigs;
  std::vector<BgzipBlock> blocks;  ///< of a bgzip file, the first included; empty for a plain one

  /// The content of a .fai and of a .gzi file.
  std::string fai() const;
  std::string gzi() const;
};

/// Reads index files; `gzi` is empty for a plain file. False where they are malformed.
bool parse_fasta_index(std::string_view fai, std::string_view gzi, FastaIndex& index);

/// Makes the index of a FASTA file, plain or bgzip, in one pass over it: the same as `samtools faidx`, records without
/// bases left out.
/// Errors: those of ByteStream; kBadInput, which names file, record and line, where the file is not FASTA, is plain
/// gzip (which can only be read from its start), has two records of one name or one without, or has a record whose
/// lines differ in length before its last.
FastaIndex make_fasta_index(const std::string& path);

}  // namespace undula
