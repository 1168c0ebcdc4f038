#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "genomics/io/fasta_index.h"

namespace undula {

/// The content of a plain or bgzip file at any offset. Threads may read at the same time.
class RandomBytes {
 public:
  /// `blocks`: of a bgzip file, as in FastaIndex; empty for a plain one.
  RandomBytes(const std::string& path, std::vector<BgzipBlock> blocks);
  ~RandomBytes();

  /// Copies `n` bytes from `offset` on; fewer only where the content ends. Throws kBadInput where the file cannot be
  /// read or unpacked.
  int64_t read(int64_t offset, char* to, int64_t n) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
