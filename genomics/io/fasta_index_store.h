#pragma once
#include <cstdint>
#include <string>

#include "genomics/io/fasta_index.h"

namespace undula {

/// Where an index came from: files beside the FASTA file; one pass over it, then written there; or that pass alone,
/// because the folder cannot be written.
enum class IndexOrigin : uint8_t { kReused, kWritten, kInMemory };

struct StoredFastaIndex {
  FastaIndex index;
  IndexOrigin origin = IndexOrigin::kReused;
};

/// The index of a FASTA file: FILE.fai, and FILE.gzi where the content is bgzip, as samtools writes them. They are
/// reused where they are at least as new as the file and fit its size; otherwise the index is made and written, each
/// file whole or not at all.
/// Errors: those of make_fasta_index(); kBadInput for stdin and pipes.
StoredFastaIndex load_fasta_index(const std::string& path);

}  // namespace undula
