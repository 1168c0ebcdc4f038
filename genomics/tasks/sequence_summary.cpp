#include "genomics/tasks/sequence_summary.h"

#include <array>
#include <limits>

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

SequenceSummary summarise_sequences(const std::string& path) {
  SequenceReader reader(path);
  SequenceSummary summary;
  RecordHeader header;
  std::array<char, 4096> piece;
  ByteCounts letters{};
  while (reader.begin_record(header)) {
    int64_t length = 0;
    while (const int64_t n = reader.read_bases(piece.data(), piece.size())) {
      for (int64_t i = 0; i < n; ++i) ++letters[static_cast<unsigned char>(piece[static_cast<size_t>(i)])];
      length += n;
    }
    ++summary.records;
    summary.bases += length;
    ++summary.lengths[length];
  }
  add_letters(letters, summary);
  summary.format = reader.format();
  summary.packing = reader.packing();
  return summary;
}

}  // namespace undula
