#include "genomics/tasks/judged_parts.h"

#include "core/base/error.h"

namespace undula {

HeldOut held_out_as_in_training(const GenomeCard& card, const std::string& regions, const std::string& split) {
  if (card.regions && regions.empty())
    throw Error(ErrorKind::kUsage, "a file of regions says what the model was not trained on", "--split " + split,
                "--regions FILE, the file it was trained with");
  return {regions, card.valid_share, card.test_share};
}

std::vector<GenomeInterval> judged_parts(const GenomeSplits& splits, const std::string& split) {
  if (split != "all") return splits.of(split_from(split));
  std::vector<GenomeInterval> all;
  for (const auto& part : splits.intervals) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace undula
