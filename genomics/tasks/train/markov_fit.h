#pragma once
#include <cstdint>
#include <vector>

#include "genomics/baseline/markov.h"
#include "genomics/tasks/train/language_data.h"

namespace undula {

struct MarkovFitOptions {
  int max_order = 11;  ///< counting takes 90 MB for 11, four times as much for each one more
  bool both_strands = true;
  int64_t max_train_bases = 1'000'000'000;  ///< counted at most, evenly chosen in pieces of a million
  int64_t max_valid_bases = 1'000'000;      ///< used at most, evenly chosen in pieces of 10,000
};

/// A Markov model of one or more genomes, counted on the training parts of all of them, its settings chosen on all
/// validation parts.
struct MarkovFit {
  MarkovModel model;          ///< of an order that can be stored
  MarkovChoice choice;        ///< the model's settings
  MarkovChoice unrestricted;  ///< the best with an order of up to max_order
};

/// Reads the training parts once, in pieces. Errors: kBadInput where either split is empty.
MarkovFit fit_markov(const LanguageData& data, const MarkovFitOptions& options = {});

/// What the model makes of these intervals: bits for each base, in the order of the intervals, none for ambiguous ones.
double markov_bits_per_base(const MarkovModel& model, const IndexedFasta& genome,
                            const std::vector<GenomeInterval>& intervals);

}  // namespace undula
