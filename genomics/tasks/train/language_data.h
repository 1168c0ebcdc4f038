#pragma once
#include <memory>
#include <string>
#include <vector>

#include "genomics/tasks/train/language_source.h"
#include "genomics/windows/genome_splits.h"

namespace undula {

/// Where the parts of genomes that a model must not see come from.
struct HeldOut {
  std::string regions;  ///< BED file with a split column; empty: the ends of contigs are held out
  double valid = 0.05;  ///< share of each contig before its test part
  double test = 0.10;   ///< share at the end of each contig
};

/// Genomes in their files, and which of their parts are for what.
struct LanguageData {
  std::vector<std::string> files;  ///< that were read
  std::vector<std::shared_ptr<const IndexedFasta>> genomes;
  std::vector<GenomeSplits> splits;  ///< of each genome
  HeldOut held_out;

  int64_t bases(Split split) const;
  /// SHA-256 of contig names and bases of the training parts.
  std::string digest() const;
};

/// Opens the genomes. Errors: those of IndexedFasta and split_by_bed; kUsage for a BED file beside several genomes;
/// kBadInput where nothing is left to train on.
LanguageData load_language_data(const std::vector<std::string>& genomes, const HeldOut& held_out);

/// Windows of `length` drawn at random from the training parts of all genomes: in a pass as many as hold their bases
/// once.
std::unique_ptr<LanguageSource> open_language_training(const LanguageData& data, const LanguageObjective& objective,
                                                       int64_t length, bool both_strands, uint64_t seed);

/// Windows of `length` of a split, laid end to end, at most `count` evenly chosen ones of each genome (0: all), where
/// every base weighs the same. Null where the split is empty.
std::unique_ptr<LanguageSource> open_language_evaluation(const LanguageData& data, Split split,
                                                         const LanguageObjective& objective, int64_t length,
                                                         int64_t count);

}  // namespace undula
