#include "genomics/io/indexed_fasta.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/suggest.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {

IndexedFasta::IndexedFasta(const std::string& path) : path_(path) {
  StoredFastaIndex stored = load_fasta_index(path);
  origin_ = stored.origin;
  contigs_ = std::move(stored.index.contigs);
  for (size_t i = 0; i < contigs_.size(); ++i) number_of_.emplace(contigs_[i].name, static_cast<int32_t>(i));
  bytes_ = std::make_unique<RandomBytes>(path, std::move(stored.index.blocks));
}

int64_t IndexedFasta::total_length() const {
  return std::accumulate(contigs_.begin(), contigs_.end(), int64_t{0},
                         [](int64_t sum, const FastaContig& contig) { return sum + contig.length; });
}

int32_t IndexedFasta::find(const std::string& name) const {
  const auto found = number_of_.find(name);
  return found == number_of_.end() ? -1 : found->second;
}

int32_t IndexedFasta::contig(const std::string& name, const std::string& where) const {
  const int32_t number = find(name);
  if (number >= 0) return number;
  std::string near;
  for (const std::string& other : {"chr" + name, name.starts_with("chr") ? name.substr(3) : ""}) {
    if (find(other) >= 0) near = other;
  }
  std::vector<std::string> names;
  for (const FastaContig& contig : contigs_) names.push_back(contig.name);
  if (near.empty()) near = closest(name, names);
  std::string hint = near.empty() ? "its contigs are: " : "did you mean " + near + "? names match exactly";
  for (size_t i = 0; near.empty() && i < names.size(); ++i) {
    if (i == 5) {
      hint += ", ...";
      break;
    }
    hint += (i == 0 ? "" : ", ") + names[i];
  }
  throw Error(ErrorKind::kBadInput, path_ + " has no contig '" + name + "'", where, hint);
}

void IndexedFasta::fetch(int32_t number, int64_t begin, int64_t end, std::string& to) const {
  require(number >= 0 && number < contig_count(), "IndexedFasta", "no such contig");
  const FastaContig& contig = contigs_[static_cast<size_t>(number)];
  require(0 <= begin && begin <= end && end <= contig.length, "IndexedFasta", "the interval lies outside the contig");
  to.clear();
  if (begin == end) return;
  const auto place = [&](int64_t base) {
    return base / contig.line_bases * contig.line_width + base % contig.line_bases;
  };
  const int64_t bytes = place(end - 1) - place(begin) + 1;
  to.resize(static_cast<size_t>(bytes));
  if (bytes_->read(contig.offset + place(begin), to.data(), bytes) != bytes) fail_index(contig);

  // Closes the gaps that the line ends leave.
  const int64_t gap = contig.line_width - contig.line_bases;
  char* out = to.data();
  int64_t line = contig.line_bases - begin % contig.line_bases;
  uint8_t seen = 0;
  for (int64_t at = 0; at < bytes; line = contig.line_bases) {
    const int64_t n = std::min(line, bytes - at);
    const char* from = to.data() + at;
    for (int64_t i = 0; i < n; ++i) seen |= kTokenOf[static_cast<unsigned char>(from[i])];
    std::memmove(out, from, static_cast<size_t>(n));
    out += n;
    at += n;
    if (at == bytes) break;
    if (gap > 0 && to[static_cast<size_t>(at + gap - 1)] != '\n') fail_index(contig);
    at += gap;
  }
  to.resize(static_cast<size_t>(end - begin));
  if (seen < kNotNucleotide) return;
  const size_t bad = find_non_nucleotide(to);
  if (to[bad] == '\n' || to[bad] == '\r' || to[bad] == '>') fail_index(contig);
  throw Error(ErrorKind::kBadInput, "contig '" + contig.name + "' holds '" + to[bad] + "', which is no nucleotide code",
              path_ + ", " + contig.name + ":" + std::to_string(begin + static_cast<int64_t>(bad) + 1));
}

std::string IndexedFasta::fetch(int32_t contig, int64_t begin, int64_t end) const {
  std::string bases;
  fetch(contig, begin, end, bases);
  return bases;
}

void IndexedFasta::fail_index(const FastaContig& contig) const {
  throw Error(ErrorKind::kBadInput, path_ + " and its index do not fit each other",
              path_ + ", contig '" + contig.name + "'", "rm " + path_ + ".fai, so that it is made anew");
}

}  // namespace undula
