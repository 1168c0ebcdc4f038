#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "genomics/io/alignment_record.h"
#include "genomics/io/hts_handles.h"
#include "genomics/io/input_file.h"
#include "genomics/windows/region.h"

namespace undula {

/// What is read of an alignment file, and with what.
struct AlignmentSource {
  std::string reference = {};  ///< FASTA for CRAM, plain or bgzip; empty: none
  std::vector<Region> regions =
      {};  ///< records that overlap any of them; empty: all. Contig "*": reads without a place
};

/// Throws kUsage where `source` has regions: for a file that does not hold alignments.
void check_no_regions(const AlignmentSource& source, const std::string& path);

/// Reads the records of a BAM, CRAM or SAM file, or of stdin, in their order.
///
/// BAM and CRAM files that end in an end-of-file block are unpacked by InputFile::unpackers() threads. HTSlib's threads
/// drop good blocks before a bad one: where they fail, the file is read again by this thread alone, past the records
/// that have been delivered. So the records and the error are the same with any number of threads.
///
/// Records of regions come once each and in their order, through the index beside the file.
///
/// CRAM is decoded against the source's reference, else against what its header names on this machine, REF_CACHE and
/// REF_PATH. Where the user has not set REF_PATH it becomes samtools' own cache in the home folder, so that HTSlib asks
/// no server.
///
/// Errors, which name file and record: kBadInput for a malformed or damaged file and for one that is cut short, its
/// end-of-file block missing; kMissing where CRAM lacks its reference. All records before the bad one have been
/// delivered. For regions those of records_of_regions, and kUsage where the input cannot have an index: stdin, or SAM
/// that is not bgzip.
class AlignmentReader {
 public:
  explicit AlignmentReader(InputFile input, AlignmentSource source = {});

  /// Reads the next record; false at the end.
  bool read(AlignmentRecord& record);

  const std::string& name() const { return input_.name(); }
  /// "BAM", "CRAM" or "SAM".
  const char* format() const;
  /// How the input is packed: "plain", "gzip" or "bgzip".
  const char* packing() const;
  /// Reference sequences that the header names.
  int64_t references() const;
  /// True where the header says that records are in the order of the reference, so that mates lie apart.
  bool sorted_by_coordinate() const;
  /// True where the header says that the records of a read follow each other: sorted by name, or collated.
  bool grouped_by_name() const;
  sam_hdr_t* header() const { return header_.get(); }

 private:
  void open();
  void check_regions() const;
  bool header_says(const char* key, const char* value) const;
  /// Reads as sam_read1 does.
  int read_next(AlignmentRecord& record);
  /// True where threads unpack and gave up: what was read last may come after blocks that they dropped.
  bool threads_failed(int status) const;
  /// Goes back to where it is, without further threads.
  void open_again();
  void check_end() const;
  [[noreturn]] void fail() const;
  std::string where() const;

  InputFile input_;
  AlignmentSource source_;
  HtsHandle<sam_hdr_t> header_;
  HtsHandle<htsFile> file_;  // closed before its header goes
  bool threaded_ = false;
  HtsHandle<hts_itr_t> selected_;  // the records of the regions
  int64_t number_ = 0;             // records read
  std::string last_name_;
};

}  // namespace undula
