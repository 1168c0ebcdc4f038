#include "genomics/tasks/train/position_data.h"

#include "core/base/error.h"
#include "core/io/sha256.h"

namespace undula {

std::string PositionData::digest() const {
  return sha256_hex(genome.digest() + labels->digest());
}

PositionData load_position_data(const std::vector<std::string>& genomes, const std::string& bed,
                                const std::string& background, const HeldOut& held_out,
                                const std::vector<std::string>& classes) {
  if (genomes.size() != 1)
    throw Error(ErrorKind::kUsage, "labels of positions are for one genome; got " + std::to_string(genomes.size()),
                "command line", "one FASTA file with all contigs");
  if (bed.empty())
    throw Error(ErrorKind::kUsage, "--bed is missing: what the bases of the genome are", "command line",
                "--bed FILE, a BED file with the class of each interval in column 4");
  PositionData data;
  data.genome = load_language_data(genomes, held_out);
  data.genome.files.push_back(bed);
  data.background = background;
  data.labels = std::make_shared<const IntervalLabels>(*data.genome.genomes.front(), bed, background, classes);
  return data;
}

void check_every_class_trains(const PositionData& data) {
  const std::vector<int64_t> bases = data.bases(Split::kTrain);
  for (size_t c = 0; c < bases.size(); ++c) {
    if (bases[c] > 0) continue;
    throw Error(ErrorKind::kBadInput, "no base to train on is of the class '" + data.classes()[c] + "'",
                data.genome.files.back(), "other parts to hold out, with --regions, or leave its intervals out");
  }
}

}  // namespace undula
