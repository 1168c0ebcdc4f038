#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "genomics/io/text_cursor.h"

namespace undula {

/// What stands above a record's bases.
struct RecordHeader {
  std::string id;      ///< the header's first word, `/1` and all; may be empty
  std::string name;    ///< the whole header line, without its '>' or '@'
  int64_t number = 0;  ///< of the record in its file, from 1
  int64_t line = 0;    ///< of the header in its file, from 1
};

/// A whole record. Letters keep their case, U stays U.
struct SequenceRecord : RecordHeader {
  std::string sequence;
  std::string quality;  ///< as long as the sequence for FASTQ, empty for FASTA
};

/// Reads FASTA and FASTQ as they come: which of the two is seen from the first character. Sequence and quality may be
/// wrapped over lines; blank lines, blanks between bases and CR LF line ends are tolerated; a record may be empty.
/// Bases are the codes of genomics/alphabet/nucleotide.h. A record is read whole (`read`) or in pieces of any size
/// (`begin_record`, then `read_bases`), the latter in constant memory however long it is.
///
/// Errors: those of ByteStream, and kBadInput that names file, record and line for text before the first header, a
/// letter that is no nucleotide code, quality shorter or longer than its sequence, a missing '+', an unexpected end.
/// All records before the bad one have been delivered.
class SequenceReader {
 public:
  explicit SequenceReader(InputFile input) : text_(ByteStream(std::move(input))) {}
  /// `path` may be "-" for stdin.
  explicit SequenceReader(const std::string& path) : SequenceReader(InputFile(path)) {}

  /// Reads the next record; false at the end. Reuse `record`, so that its strings keep their memory.
  bool read(SequenceRecord& record);

  /// Goes to the next record, past what is left of the current one; false at the end.
  bool begin_record(RecordHeader& header);
  /// Copies up to `n` bases of the current record; fewer only at its end, 0 after it.
  int64_t read_bases(char* to, int64_t n);
  /// Copies up to `n` quality characters, past bases that were not read; fewer only at the end, 0 for FASTA.
  int64_t read_quality(char* to, int64_t n);

  /// From here on the text of each record is kept, for take_text().
  void keep_text() { keeping_text_ = true; }
  /// Goes to the end of the current record and gives its text as it stands in the input, header, line ends and all. A
  /// last line without an end gets one.
  std::string take_text();

  const std::string& name() const { return text_.name(); }
  /// How the input is packed, as in ByteStream.
  const char* packing() const { return text_.packing(); }
  /// "FASTA" or "FASTQ"; known once the first record has begun.
  const char* format() const { return format_ == Format::kFasta ? "FASTA" : "FASTQ"; }

 private:
  enum class Format : uint8_t { kUnknown, kFasta, kFastq };
  enum class Part : uint8_t { kBetween, kBases, kQuality };

  void recognise();
  void skip_bases();
  void skip_rest_of_record();
  void end_bases();
  int64_t copy_bases(std::string_view from, char* to) const;
  char marker() const { return format_ == Format::kFasta ? '>' : '@'; }
  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const;
  [[noreturn]] void refuse_letter(char letter) const;

  TextCursor text_;
  std::string record_text_;  // of the current record so far
  bool keeping_text_ = false;
  Format format_ = Format::kUnknown;
  Part part_ = Part::kBetween;
  std::string id_;  // of the current record
  int64_t number_ = 0;
  int64_t bases_ = 0;    // of the current record so far
  int64_t quality_ = 0;  // characters of the current record so far
  int64_t lines_ = 0;    // that its bases have begun so far
  bool line_start_ = false;
};

}  // namespace undula
