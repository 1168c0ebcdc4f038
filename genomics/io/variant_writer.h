#pragma once
#include <memory>
#include <string>
#include <vector>

#include "genomics/io/program_line.h"
#include "genomics/io/record_output.h"
#include "genomics/io/variant_reader.h"

namespace undula {

enum class VariantFormat : uint8_t { kVcf, kBgzipVcf, kBcf, kUncompressedBcf };

/// An INFO field with one value for each alternative allele (Number=A), as its header line declares it.
struct AlleleField {
  std::string id, type;  ///< type: "Float" or "String"
  std::string description;
};

/// How variants are written.
struct VariantOutput {
  std::string path = "-";
  VariantFormat format = VariantFormat::kVcf;
  bool index = false;  ///< beside a compressed output: path + ".tbi" for VCF, ".csi" for BCF and contigs beyond 512 Mbp
};

/// Writes variant records below the header of the file that they come from, to a file as AtomicFile makes it ("-" is
/// stdout). The header, the reader's own, gains the lines of `fields`, in place of lines of the same ID, and
/// ##undula_version and ##undula_command.
/// Errors: those of AtomicFile; kBadInput for a record that BCF cannot hold because the header lacks its contig or a
/// field, and for one out of order where an index is made.
class VariantWriter : public RecordOutput {
 public:
  /// To be made before the first record is read. `input` must outlive it.
  VariantWriter(const VariantOutput& output, VariantReader& input, const std::vector<AlleleField>& fields,
                const ProgramLine& program);
  ~VariantWriter() override;

  void write(const VariantRecord& record);
  /// Finishes the index too.
  void commit() override;
  /// Keeps no index.
  std::string keep_partial() noexcept override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
