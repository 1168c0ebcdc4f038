#include "genomics/tasks/sequence_summary.h"

#include <array>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/io/sequence_reader.h"

namespace undula {
namespace {

// Three counts in one word, 21 bits each, so that one addition per letter makes all of them.
constexpr int kField = 21;
constexpr size_t kMostLetters = size_t{1} << 20;

constexpr std::array<uint64_t, 256> make_shares() {
  std::array<uint64_t, 256> shares = {};
  for (size_t byte = 0; byte < shares.size(); ++byte) {
    const uint8_t token = kTokenOf[byte];
    const uint64_t is_gc = token == kTokenOf['G'] || token == kTokenOf['C'];
    const uint64_t is_ambiguous = token >= kAmbiguousToken, is_soft = byte >= 'a' && byte <= 'z';
    shares[byte] = is_gc | is_ambiguous << kField | is_soft << 2 * kField;
  }
  return shares;
}
constexpr std::array<uint64_t, 256> kShares = make_shares();

LetterCounts count_letters(std::string_view bases) {
  LetterCounts counts;
  counts.bases = static_cast<int64_t>(bases.size());
  while (!bases.empty()) {
    const std::string_view part = bases.substr(0, kMostLetters);
    uint64_t sum = 0;
    for (const char base : part) sum += kShares[static_cast<unsigned char>(base)];
    constexpr uint64_t kMask = (uint64_t{1} << kField) - 1;
    counts.gc += static_cast<int64_t>(sum & kMask);
    counts.ambiguous += static_cast<int64_t>(sum >> kField & kMask);
    counts.soft_masked += static_cast<int64_t>(sum >> 2 * kField);
    bases.remove_prefix(part.size());
  }
  return counts;
}

/// Adds the records of a file to its summary.
class Summariser {
 public:
  explicit Summariser(const std::function<void(const RecordSummary&)>& visit) : visit_(visit) {}

  SequenceSummary run(SequenceReader reader) {
    RecordHeader header;
    std::vector<char> piece(kPiece);
    while (reader.begin_record(header)) {
      LetterCounts letters;
      while (const int64_t n = reader.read_bases(piece.data(), kPiece))
        letters += count_letters({piece.data(), static_cast<size_t>(n)});
      add(header.id, letters);
    }
    summary_.format = reader.format();
    summary_.packing = reader.packing();
    return std::move(summary_);
  }

  SequenceSummary run(AlignmentReader reader) {
    AlignmentRecord record;
    std::string bases;
    while (reader.read(record)) {
      record.bases(bases);
      add(record.read_id(), count_letters(bases));
    }
    summary_.format = reader.format();
    summary_.packing = reader.packing();
    summary_.references = reader.references();
    return std::move(summary_);
  }

 private:
  static constexpr int64_t kPiece = 16 << 10;

  void add(const std::string& id, const LetterCounts& letters) {
    ++summary_.records;
    ++summary_.lengths[letters.bases];
    summary_.letters += letters;
    if (visit_) visit_({id, letters});
  }

  const std::function<void(const RecordSummary&)>& visit_;
  SequenceSummary summary_;
};

}  // namespace

double LetterCounts::gc_share() const {
  const int64_t known = bases - ambiguous;
  return known > 0 ? static_cast<double>(gc) / static_cast<double>(known) : std::numeric_limits<double>::quiet_NaN();
}

LetterCounts& LetterCounts::operator+=(const LetterCounts& other) {
  bases += other.bases;
  gc += other.gc;
  ambiguous += other.ambiguous;
  soft_masked += other.soft_masked;
  return *this;
}

int64_t SequenceSummary::length_at(double share) const {
  double left = share * static_cast<double>(records);
  for (const auto& [length, count] : lengths) {
    left -= static_cast<double>(count);
    if (left <= 0) return length;
  }
  return 0;
}

int64_t SequenceSummary::n50() const {
  int64_t reached = 0;
  for (auto length = lengths.rbegin(); length != lengths.rend(); ++length) {
    reached += length->first * length->second;
    if (2 * reached >= letters.bases) return length->first;
  }
  return 0;
}

SequenceSummary summarise_sequences(const std::string& path, const AlignmentSource& source, int threads,
                                    const std::function<void(const RecordSummary&)>& visit) {
  InputFile file(path, threads);
  if (file.holds_alignments()) return Summariser(visit).run(AlignmentReader(std::move(file), source));
  check_no_regions(source, path);
  return Summariser(visit).run(SequenceReader(std::move(file)));
}

}  // namespace undula
