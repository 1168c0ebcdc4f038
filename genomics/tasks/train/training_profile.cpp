#include "genomics/tasks/train/training_profile.h"

#include "genomics/windows/genome_pieces.h"

namespace undula {

KmerProfile training_profile(const LanguageData& data) {
  constexpr int64_t kPiece = int64_t{1} << 20;
  KmerProfile profile;
  for (size_t g = 0; g < data.genomes.size(); ++g)
    for_each_piece(*data.genomes[g], data.splits[g].of(Split::kTrain), kPiece, 1,
                   [&](const GenomeInterval&, const std::vector<uint8_t>& tokens) { profile.add(tokens); });
  return profile;
}

}  // namespace undula
