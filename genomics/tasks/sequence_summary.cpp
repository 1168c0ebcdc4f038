#include "genomics/tasks/sequence_summary.h"

#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/io/sequence_reader.h"

namespace undula {
namespace {

using ByteCounts = std::array<int64_t, 256>;

void add_letters(const ByteCounts& counts, SequenceSummary& summary) {
  for (size_t byte = 0; byte < counts.size(); ++byte) {
    const uint8_t token = kTokenOf[byte];
    const bool is_gc = token == kTokenOf['G'] || token == kTokenOf['C'];
    (token >= kAmbiguousToken ? summary.ambiguous : is_gc ? summary.gc : summary.at) += counts[byte];
    if (byte >= 'a' && byte <= 'z') summary.soft_masked += counts[byte];
  }
}

void count_letters(std::string_view bases, ByteCounts& letters) {
  for (const char base : bases) ++letters[static_cast<unsigned char>(base)];
}

void add_length(int64_t length, SequenceSummary& summary) {
  ++summary.records;
  summary.bases += length;
  ++summary.lengths[length];
}

SequenceSummary summarise(SequenceReader reader) {
  SequenceSummary summary;
  RecordHeader header;
  std::array<char, 4096> piece;
  ByteCounts letters{};
  while (reader.begin_record(header)) {
    int64_t length = 0;
    while (const int64_t n = reader.read_bases(piece.data(), piece.size())) {
      count_letters({piece.data(), static_cast<size_t>(n)}, letters);
      length += n;
    }
    add_length(length, summary);
  }
  add_letters(letters, summary);
  summary.format = reader.format();
  summary.packing = reader.packing();
  return summary;
}

SequenceSummary summarise(AlignmentReader reader) {
  SequenceSummary summary;
  AlignmentRecord record;
  std::string bases;
  ByteCounts letters{};
  while (reader.read(record)) {
    record.bases(bases);
    count_letters(bases, letters);
    add_length(static_cast<int64_t>(bases.size()), summary);
  }
  add_letters(letters, summary);
  summary.format = reader.format();
  summary.packing = reader.packing();
  summary.references = reader.references();
  return summary;
}

}  // namespace

double SequenceSummary::gc_share() const {
  const int64_t known = gc + at;
  return known > 0 ? static_cast<double>(gc) / static_cast<double>(known) : std::numeric_limits<double>::quiet_NaN();
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
    if (2 * reached >= bases) return length->first;
  }
  return 0;
}

SequenceSummary summarise_sequences(const std::string& path, const AlignmentSource& source, int threads) {
  InputFile file(path, threads);
  if (file.holds_alignments()) return summarise(AlignmentReader(std::move(file), source));
  check_no_regions(source, path);
  return summarise(SequenceReader(std::move(file)));
}

}  // namespace undula
