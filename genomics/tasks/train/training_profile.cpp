#include "genomics/tasks/train/training_profile.h"

#include <algorithm>

#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {

KmerProfile training_profile(const LanguageData& data) {
  constexpr int64_t kPiece = int64_t{1} << 20;
  KmerProfile profile;
  std::string text;
  for (size_t g = 0; g < data.genomes.size(); ++g) {
    for (const GenomeInterval& part : data.splits[g].of(Split::kTrain)) {
      for (int64_t begin = part.window.begin; begin < part.window.end; begin += kPiece) {
        data.genomes[g]->fetch(part.contig, begin, std::min(begin + kPiece, part.window.end), text);
        profile.add(tokenize(text));
      }
    }
  }
  return profile;
}

}  // namespace undula
