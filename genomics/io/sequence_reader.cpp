#include "genomics/io/sequence_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr size_t kLongestHeader = size_t{16} << 20;
constexpr size_t kLargestStep = size_t{64} << 10;
constexpr std::array<std::string_view, 4> kSamHeaders = {"@HD\t", "@SQ\t", "@RG\t", "@PG\t"};

std::string quoted(char letter) {
  if (std::isprint(static_cast<unsigned char>(letter))) return std::string("'") + letter + "'";
  constexpr const char* kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(letter);
  return std::string("byte 0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

std::string_view first_word(std::string_view header) {
  return header.substr(0, std::min(header.find_first_of(" \t"), header.size()));
}

}  // namespace

bool SequenceReader::read(SequenceRecord& record) {
  if (!begin_record(record)) return false;
  size_t size = 0, room = 512, copied = 0;
  do {  // the string doubles its memory by itself; small steps keep what resize() clears in the cache
    record.sequence.resize(size + room);
    copied = static_cast<size_t>(read_bases(record.sequence.data() + size, static_cast<int64_t>(room)));
    size += copied;
  } while (copied == std::exchange(room, std::min(2 * room, kLargestStep)));
  record.sequence.resize(size);
  record.quality.resize(format_ == Format::kFastq ? size : 0);
  read_quality(record.quality.data(), static_cast<int64_t>(record.quality.size()));
  return true;
}

bool SequenceReader::begin_record(RecordHeader& header) {
  skip_rest_of_record();
  text_.skip_empty_lines();
  if (text_.at_end()) return false;
  if (format_ == Format::kUnknown) recognise();
  if (text_.peek() != marker()) {
    fail(std::string("text where the next record should begin with '") + marker() + "'",
         format_ == Format::kFastq ? "is the quality above longer than its sequence?" : "");
  }
  if (keeping_text_) {
    record_text_.clear();
    text_.copy_to(record_text_);
  }
  text_.advance(1);
  header.line = text_.line();
  header.number = ++number_;
  header.name.clear();
  if (!text_.append_line(header.name, kLongestHeader))
    fail("a header line of more than 16 MiB; is this sequence data?");
  header.id = id_ = first_word(header.name);
  part_ = Part::kBases;
  line_start_ = true;
  bases_ = quality_ = lines_ = 0;
  return true;
}

std::string SequenceReader::take_text() {
  skip_rest_of_record();
  if (text_.at_line_end()) text_.end_line();
  if (!record_text_.ends_with('\n')) record_text_ += '\n';
  return std::exchange(record_text_, {});
}

int64_t SequenceReader::read_bases(char* to, int64_t n) {
  int64_t copied = 0;
  while (copied < n && part_ == Part::kBases) {
    if (text_.at_line_end()) {
      if (text_.at_end()) {
        end_bases();
      } else {
        text_.end_line();
        line_start_ = true;
      }
      continue;
    }
    if (line_start_) {
      if (text_.peek() == (format_ == Format::kFasta ? '>' : '+')) {
        end_bases();
        continue;
      }
      line_start_ = false;
      ++lines_;
    }
    const std::string_view part = text_.line_part(n - copied);
    const int64_t taken = copy_bases(part, to + copied);
    text_.advance(part.size());
    copied += taken;
    bases_ += taken;
  }
  return copied;
}

int64_t SequenceReader::read_quality(char* to, int64_t n) {
  if (part_ == Part::kBases) skip_bases();
  int64_t copied = 0;
  while (copied < n && part_ == Part::kQuality) {
    const auto lengths = [&] { return std::to_string(quality_) + " for " + std::to_string(bases_) + " bases"; };
    if (text_.at_line_end()) {
      if (text_.at_end()) fail("the input ends inside a record's quality: " + lengths());
      // Quality is wrapped only where the sequence is: so the fault is told in the record that has it.
      if (lines_ <= 1) fail("quality is shorter than its sequence: " + lengths());
      text_.end_line();
      continue;
    }
    const std::string_view part = text_.line_part(std::min(n - copied, bases_ - quality_));
    std::memcpy(to + copied, part.data(), part.size());
    text_.advance(part.size());
    copied += static_cast<int64_t>(part.size());
    quality_ += static_cast<int64_t>(part.size());
    if (quality_ == bases_) {
      if (!text_.at_line_end()) fail("quality is longer than its sequence of " + std::to_string(bases_) + " bases");
      part_ = Part::kBetween;
    }
  }
  return copied;
}

void SequenceReader::recognise() {
  const char first = text_.peek();
  const std::string_view start = text_.line_part(40);
  if (std::find(kSamHeaders.begin(), kSamHeaders.end(), start.substr(0, 4)) != kSamHeaders.end()) {
    fail("this is SAM, not FASTA or FASTQ", "samtools fastq " + name() + " | undula ... -");
  }
  if (first != '>' && first != '@') {
    std::string shown;
    for (const char c : start) shown += std::isprint(static_cast<unsigned char>(c)) ? c : '?';
    fail("text before the first header: '" + shown + "'; FASTA begins with '>', FASTQ with '@'");
  }
  format_ = first == '>' ? Format::kFasta : Format::kFastq;
}

void SequenceReader::skip_bases() {
  std::array<char, 4096> scratch;
  while (read_bases(scratch.data(), scratch.size()) > 0) {
  }
}

void SequenceReader::skip_rest_of_record() {
  std::array<char, 4096> scratch;
  while (part_ != Part::kBetween) read_quality(scratch.data(), scratch.size());
}

void SequenceReader::end_bases() {
  if (format_ == Format::kFastq) {
    if (text_.at_end()) fail("the input ends inside a record: its '+' line and quality are missing");
    text_.skip_line();
  }
  part_ = format_ == Format::kFastq && bases_ > 0 ? Part::kQuality : Part::kBetween;
}

int64_t SequenceReader::copy_bases(std::string_view from, char* to) const {
  uint8_t seen = 0;
  for (size_t i = 0; i < from.size(); ++i) seen |= kTokenOf[static_cast<unsigned char>(to[i] = from[i])];
  if (seen < kNotNucleotide) return static_cast<int64_t>(from.size());
  char* end = to;
  for (const char c : from) {
    if (std::isspace(static_cast<unsigned char>(c))) continue;
    if (kTokenOf[static_cast<unsigned char>(c)] == kNotNucleotide) refuse_letter(c);
    *end++ = c;
  }
  return end - to;
}

void SequenceReader::refuse_letter(char letter) const {
  if (format_ == Format::kFastq && lines_ > 1) fail("no '+' line between a record's sequence and its quality");
  const std::string question = std::isalpha(static_cast<unsigned char>(letter)) ? "; is this protein?" : "";
  fail("record '" + id_ + "' holds " + quoted(letter) + ", which is no nucleotide code" + question);
}

void SequenceReader::fail(const std::string& what, const std::string& hint) const {
  std::string where = name();
  if (number_ > 0) {
    where += part_ == Part::kBetween ? ", after record " : ", record ";
    where += std::to_string(number_) + " ('" + id_ + "')";
  }
  throw Error(ErrorKind::kBadInput, what, where + ", line " + std::to_string(text_.line()), hint);
}

}  // namespace undula
