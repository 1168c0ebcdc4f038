#include "genomics/io/fasta_text.h"

#include <algorithm>

namespace undula {

std::string fasta_text(std::string_view header, std::string_view sequence) {
  constexpr size_t kColumns = 60;
  std::string text = ">" + std::string(header) + "\n";
  for (; !sequence.empty(); sequence.remove_prefix(std::min(kColumns, sequence.size()))) {
    text += sequence.substr(0, kColumns);
    text += '\n';
  }
  return text;
}

}  // namespace undula
