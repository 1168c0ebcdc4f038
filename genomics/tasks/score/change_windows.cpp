#include "genomics/tasks/score/change_windows.h"

#include <utility>

#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {

SequenceChange change_in_window(const IndexedFasta& reference, int32_t contig, AlleleChange allele, int64_t window) {
  const int64_t end = allele.begin + static_cast<int64_t>(allele.ref.size());
  const Window part = window_around(allele.begin, end, window, reference.contig_length(contig));
  return {tokenize(reference.fetch(contig, part.begin, part.end)), allele.begin - part.begin, end - part.begin,
          std::move(allele.alt)};
}

}  // namespace undula
