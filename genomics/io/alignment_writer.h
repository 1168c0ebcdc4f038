#pragma once
#include <memory>
#include <optional>
#include <string>

#include "genomics/io/alignment_reader.h"
#include "genomics/io/program_line.h"
#include "genomics/io/resumable_output.h"

namespace undula {

enum class AlignmentFormat : uint8_t { kSam, kBgzipSam, kBam, kUncompressedBam, kCram };

/// Writes alignment records below the header of the file that they come from, to a file as AtomicFile makes it ("-" is
/// stdout). With `program` the header gains an @PG line at the end of every chain of programs, as samtools adds it;
/// for CRAM it loses UR fields that name a server.
/// Errors: those of AtomicFile and set_cram_reference; kBadInput for a header that breaks the rules of SAM;
/// kMissing where CRAM cannot be encoded without its reference.
class AlignmentWriter : public ResumableOutput {
 public:
  /// `reference`: a FASTA file for CRAM; empty for none. With `from` the file can be gone on with, and goes on from
  /// there. CRAM is BAM until commit(): what its encoder learns from one container for the next cannot be kept.
  AlignmentWriter(const std::string& path, AlignmentFormat format, const AlignmentReader& input,
                  const std::optional<ProgramLine>& program, const std::string& reference = "",
                  const std::optional<OutputSpot>& from = {});
  ~AlignmentWriter() override;

  /// Makes an index beside the file, path + ".csi", or ".crai" for CRAM; before the first record. BAM, CRAM or bgzip
  /// SAM in the order of the reference: kBadInput where a record is out of it.
  void add_index();
  void write(const AlignmentRecord& record);
  OutputSpot save() override;
  void commit() override;
  std::string keep_partial() noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
