#pragma once
#include <cstdint>
#include <string>

#include "genomics/io/alignment_record.h"
#include "genomics/io/hts_handles.h"
#include "genomics/io/input_file.h"

namespace undula {

/// Reads the records of a BAM, CRAM or SAM file, or of stdin, in their order. The calling thread unpacks: HTSlib's
/// reading threads drop blocks that came before a cut.
///
/// CRAM is decoded against `reference`, else against what its header names on this machine, REF_CACHE and REF_PATH.
/// Where the user has not set REF_PATH it becomes samtools' own cache in the home folder, so that HTSlib asks no
/// server.
///
/// Errors, which name file and record: kBadInput for a malformed or damaged file and for one that is cut short, its
/// end-of-file block missing; kMissing where CRAM lacks its reference. All records before the bad one have been
/// delivered.
class AlignmentReader {
 public:
  /// `reference`: a FASTA file, plain or bgzip; empty for none.
  explicit AlignmentReader(InputFile input, const std::string& reference = "");

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
  sam_hdr_t* header() const { return header_.get(); }

 private:
  void check_end() const;
  [[noreturn]] void fail() const;
  std::string where() const;

  InputFile input_;
  std::string reference_;
  HtsHandle<sam_hdr_t> header_;
  HtsHandle<htsFile> file_;  // closed before its header goes
  int64_t number_ = 0;       // records read
  std::string last_name_;
};

}  // namespace undula
