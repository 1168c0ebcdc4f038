#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "genomics/io/alignment_reader.h"

namespace undula {

/// What the letters of a sequence are. Soft-masked ones are written in lower case.
struct LetterCounts {
  int64_t bases = 0, gc = 0, ambiguous = 0, soft_masked = 0;

  /// Share of G and C among unambiguous bases; NaN where there are none.
  double gc_share() const;
  LetterCounts& operator+=(const LetterCounts& other);
};

/// One record of a file.
struct RecordSummary {
  std::string id;
  LetterCounts letters;
};

/// What a file of sequences holds: FASTA, FASTQ, or every record of BAM, CRAM or SAM.
struct SequenceSummary {
  std::string format, packing;
  int64_t records = 0;
  std::optional<int64_t> references;  ///< that the header of alignments names
  LetterCounts letters;
  std::map<int64_t, int64_t> lengths;  ///< length -> records of it

  /// Length of the record at `share` of all records in order of length: 0.5 is the (lower) median.
  int64_t length_at(double share) const;
  /// Half of all bases lie in records at least this long.
  int64_t n50() const;
};

/// Reads the whole file, or the part of alignments that `source` says; "-" is standard input. `visit` is called with
/// every record as it has been read. Errors: those of SequenceReader and AlignmentReader, and kUsage for regions of a
/// file that is not of alignments.
SequenceSummary summarise_sequences(const std::string& path, const AlignmentSource& source = {}, int threads = 1,
                                    const std::function<void(const RecordSummary&)>& visit = {});

}  // namespace undula
