#pragma once
#include <memory>
#include <string>

#include "core/base/random.h"
#include "genomics/io/indexed_fasta.h"
#include "tests/support/temp_folder.h"

namespace undula::testing {

/// `n` random bases, some in lower case.
inline std::string random_bases(int64_t n, uint64_t seed) {
  std::string bases;
  for (int64_t i = 0; i < n; ++i) bases += "ACGTACGTacgt"[RandomKey(seed).below(static_cast<uint64_t>(i), 12)];
  return bases;
}

/// Writes a FASTA file of these contigs and opens it.
inline std::shared_ptr<const IndexedFasta> make_genome(
    const TempFolder& folder, const std::vector<std::pair<std::string, std::string>>& contigs) {
  std::string text;
  for (const auto& [name, bases] : contigs) {
    text += ">" + name + "\n";
    for (size_t at = 0; at < bases.size(); at += 60) text += bases.substr(at, 60) + "\n";
  }
  return std::make_shared<const IndexedFasta>(folder.write("genome.fa", text));
}

}  // namespace undula::testing
