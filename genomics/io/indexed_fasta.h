#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "genomics/io/fasta_index_store.h"
#include "genomics/io/random_bytes.h"

namespace undula {

/// A FASTA file of any size, plain or bgzip (seen from its content), of which any part is read without the rest,
/// through the index that load_fasta_index() finds or makes. Threads may read at the same time.
class IndexedFasta {
 public:
  /// Errors: those of load_fasta_index().
  explicit IndexedFasta(const std::string& path);

  const std::string& path() const { return path_; }
  IndexOrigin index_origin() const { return origin_; }

  int32_t contig_count() const { return static_cast<int32_t>(contigs_.size()); }
  const std::string& contig_name(int32_t contig) const { return contigs_[static_cast<size_t>(contig)].name; }
  int64_t contig_length(int32_t contig) const { return contigs_[static_cast<size_t>(contig)].length; }
  /// Bases of all contigs.
  int64_t total_length() const;
  /// The number of the contig of exactly this name; -1 where there is none.
  int32_t find(const std::string& name) const;
  /// The same; throws kBadInput with the nearest name where there is none. `where`: who asks (file and line, or an
  /// option).
  int32_t contig(const std::string& name, const std::string& where) const;

  /// Writes the bases [begin, end) of a contig to `to`, as they stand in the file: case kept, any IUPAC code. The
  /// interval must lie in the contig. Throws kBadInput where the file and its index disagree, or where the bases hold
  /// what is no nucleotide code.
  void fetch(int32_t contig, int64_t begin, int64_t end, std::string& to) const;
  std::string fetch(int32_t contig, int64_t begin, int64_t end) const;

 private:
  [[noreturn]] void fail_index(const FastaContig& contig) const;

  std::string path_;
  IndexOrigin origin_ = IndexOrigin::kReused;
  std::vector<FastaContig> contigs_;
  std::unordered_map<std::string, int32_t> number_of_;
  std::unique_ptr<RandomBytes> bytes_;
};

}  // namespace undula
