#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "genomics/io/hts_handles.h"

namespace undula {

/// One record of a BAM, CRAM or SAM file, with all of its fields and tags. Sequence and quality are given as the
/// sequencer wrote them: an alignment to the reverse strand (flag 0x10) is turned back, as `samtools fastq` does.
class AlignmentRecord {
 public:
  AlignmentRecord();

  /// The query name; "*" where there is none.
  std::string name() const;
  /// The query name with "/1" or "/2" where exactly one of the flags 0x40 and 0x80 says which mate it is: the
  /// names that `samtools fastq` gives.
  std::string read_id() const;
  uint16_t flags() const;
  int mapping_quality() const;
  /// True where the record is one of a pair (flag 0x1).
  bool is_paired() const;
  /// True where the record is secondary or supplementary (flags 0x900): its read has another record.
  bool is_additional() const;
  /// True where the record and one with `flags` of the same name are the two reads of a pair.
  bool is_mate_of(uint16_t flags) const;

  /// Upper-case nucleotide codes; empty where the file has none ("*"). '=' (as the reference) reads as N.
  void bases(std::string& to) const;
  /// Phred+33 characters, one per base; empty where the file has none.
  void quality(std::string& to) const;

  /// The value of a two-letter tag as SAM writes it; nothing where the record lacks it.
  std::optional<std::string> tag(const std::string& name) const;
  /// Sets a two-letter tag, in the place of one of the same name. Throws kFailure where the record has no room.
  void set_tag(const char* tag, const std::string& text);
  void set_tag(const char* tag, float value);

  /// Memory that the record takes.
  size_t bytes() const;

  bam1_t* get() const { return record_.get(); }

 private:
  void set_tag(const char* tag, char type, const void* data, size_t bytes);

  HtsHandle<bam1_t> record_;
};

}  // namespace undula
