#pragma once
#include <memory>
#include <string>
#include <vector>

#include "genomics/tasks/train/language_data.h"
#include "genomics/windows/interval_labels.h"

namespace undula {

/// The word that --background takes to leave bases out that no interval labels.
inline constexpr char kIgnoreBackground[] = "ignore";

/// A genome in its file, the class of each of its bases, and which of its parts are for what.
struct PositionData {
  LanguageData genome;  ///< one, and its parts
  std::shared_ptr<const IntervalLabels> labels;
  std::string background;  ///< the class of bases in no interval; empty: they are left out

  const std::vector<std::string>& classes() const { return labels->classes(); }
  std::vector<int64_t> bases(Split split) const { return labels->bases(genome.splits.front().of(split)); }
  /// SHA-256 of contig names and bases of the training parts, and of the labels.
  std::string digest() const;
};

/// Opens a genome and reads its labels. `classes`: those that there may be; empty: what the file names. Errors: those
/// of load_language_data and IntervalLabels; kUsage for other than one genome, or without a BED file.
PositionData load_position_data(const std::vector<std::string>& genomes, const std::string& bed,
                                const std::string& background, const HeldOut& held_out,
                                const std::vector<std::string>& classes = {});

/// Throws kBadInput where a class has no base to train on.
void check_every_class_trains(const PositionData& data);

}  // namespace undula
