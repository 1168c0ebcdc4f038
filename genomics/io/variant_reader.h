#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "genomics/io/input_file.h"
#include "genomics/io/variant_record.h"

namespace undula {

/// Reads the records of a VCF or BCF file, plain, gzip or bgzip, or of stdin, in their order. The calling thread
/// unpacks: HTSlib's reading threads drop blocks that came before a cut.
///
/// A contig, INFO, FORMAT or FILTER that the header lacks is added to it, as HTSlib does.
///
/// Errors, which name file and record: kBadInput for a file of another kind, for a malformed or damaged one, and for
/// one that is cut short. All records before the bad one have been delivered.
class VariantReader {
 public:
  explicit VariantReader(InputFile input);

  /// Reads the next record; false at the end.
  bool read(VariantRecord& record);

  const std::string& name() const { return input_.name(); }
  /// Contigs that records named and the header did not, in the order of their appearance.
  const std::vector<std::string>& undeclared_contigs() const { return undeclared_contigs_; }
  /// The file, the last record read and, in text, its line: where an error lies.
  std::string where() const;
  bcf_hdr_t* header() const { return header_.get(); }

 private:
  void check_end() const;
  /// The next line of text as a record; HTSlib itself takes a line that is cut short. Returns what bcf_read() does.
  int read_line(bcf1_t* record);
  [[noreturn]] void fail(const std::string& what) const;
  bool text() const;

  InputFile input_;
  HtsHandle<bcf_hdr_t> header_;
  HtsHandle<htsFile> file_;  // closed before its header goes
  std::vector<std::string> undeclared_contigs_;
  int64_t number_ = 0;  // records read
  std::string last_;    // contig:position of the last
};

}  // namespace undula
