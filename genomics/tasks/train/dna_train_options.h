#pragma once
#include <vector>

#include "core/train/train_options.h"

namespace undula {

/// What a user may say about training on DNA. Tasks beside those of every domain: "mlm" predicts masked bases,
/// "position" gives each base a class.
struct DnaTrainOptions : TrainOptions {
  double mutate = -1;  ///< chance per base of another base, drawn anew in each epoch; below 0: chosen for the data
  /// "both": augmented and averaged over both strands; "one"; "ps" and "ps-exchange": a model that reads both at once
  std::string strands = "auto";
  std::vector<int64_t> lengths;  ///< windows to cut from longer records; empty: records as they are
  bool whole_records = false;    ///< no windows, however long the records are
  int64_t kmer = 0;

  // Models of windows of genomes: lm, mlm, position.
  int64_t window = 0;           ///< bases read at once
  double soft_mask_weight = 1;  ///< of bases in lower case in the loss
  std::string regions;          ///< BED file with a split column; empty: the ends of contigs are held out

  // Models of positions.
  std::string bed;         ///< BED file with a class in column 4
  std::string background;  ///< class of bases in no interval; "ignore": they are left out; empty: "background"
};

}  // namespace undula
