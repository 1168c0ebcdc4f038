#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace undula {

/// What a user may say about a training run; empty, 0 or "auto" leaves the choice to the data and the time.
struct TrainOptions {
  std::string task = "classify";  ///< "lm": predict the next base; "mlm": masked bases; "position": each base's class
  std::string preset = "auto";    ///< tiny, small, base
  int64_t steps = 0;
  double minutes = 0;  ///< becomes steps, once, before the first
  uint64_t seed = 1;
  int64_t batch = 0;
  int64_t chunk = -1;  ///< tokens that long samples are run in pieces of; 0: whole; below 0: chosen for the memory
  double learning_rate = 0;
  double weight_decay = 0.1;
  double dropout = -1;  ///< below 0: chosen for the data
  double mutate = -1;   ///< chance per base of another base, drawn anew in each epoch; below 0: chosen for the data
  int64_t evaluate_every = 0;
  int64_t patience = 10;               ///< validations without a better log-loss before training stops; 0: never
  std::string class_weights = "none";  ///< or "balanced"
  /// "both": augmented and averaged over both strands; "one"; "ps" and "ps-exchange": a model that reads both at once
  std::string strands = "auto";
  std::vector<int64_t> lengths;  ///< windows to cut from longer records; empty: records as they are
  bool whole_records = false;    ///< no windows, however long the records are

  std::string stem = "auto";       ///< kmer, token, conv
  std::string direction = "auto";  ///< "both" (of classifiers and masked models), "causal"
  std::string store = "f32";       ///< or "bf16": matrices of the model file in 16 bits
  int64_t d_model = 0, layers = 0, d_state = 16, kmer = 0, stride = 0;

  std::string from;             ///< model file whose backbone to start from; empty: random weights
  std::string freeze = "none";  ///< "all": only the head learns; "N": all but the embedding and the first N blocks do

  // Models of windows of genomes: lm, mlm, position.
  int64_t window = 0;           ///< bases read at once
  double soft_mask_weight = 1;  ///< of bases in lower case in the loss
  double length_warmup = -1;    ///< share of the steps that read pieces of windows; below 0: chosen for the window
  std::string regions;          ///< BED file with a split column; empty: the ends of contigs are held out

  // Models of positions.
  std::string bed;         ///< BED file with a class in column 4
  std::string background;  ///< class of bases in no interval; "ignore": they are left out; empty: "background"
};

}  // namespace undula
