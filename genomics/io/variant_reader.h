#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "genomics/io/input_file.h"
#include "genomics/io/text_cursor.h"
#include "genomics/io/variant_record.h"

namespace undula {

/// Reads the records of a VCF or BCF file, plain, gzip or bgzip, or of stdin, in their order. The calling thread
/// unpacks: HTSlib's reading threads drop blocks that came before a cut. Lines of text are taken apart by HTSlib, but
/// not cut out by it: it takes a line that the end of the file cuts short for a whole one.
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

  const std::string& name() const { return name_; }
  /// Contigs that records named and the header did not, in the order of their appearance.
  const std::vector<std::string>& undeclared_contigs() const { return undeclared_contigs_; }
  bcf_hdr_t* header() const { return header_.get(); }

 private:
  void read_text_header();
  void open_binary(InputFile& input);
  /// Fill a record, or return false at the end.
  bool read_line(bcf1_t* record);
  bool read_binary(bcf1_t* record);
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void fail_header() const;
  std::string where() const;

  std::string name_;
  HtsHandle<bcf_hdr_t> header_;
  std::optional<TextCursor> text_;  // of VCF ...
  std::string line_;
  HtsHandle<htsFile> file_;  // ... or BCF, closed before its header goes
  std::vector<std::string> undeclared_contigs_;
  int64_t number_ = 0;  // records read
  std::string last_;    // contig:position of the last
};

}  // namespace undula
