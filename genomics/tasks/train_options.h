#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace undula {

/// What a user may say about a training run; empty, 0 or "auto" leaves the choice to the data and the time.
struct TrainOptions {
  std::string preset = "auto";  ///< tiny, small, base
  int64_t steps = 0;
  double minutes = 0;  ///< becomes steps, once, before the first
  uint64_t seed = 1;
  int64_t batch = 0;
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
  std::string direction = "both";  ///< or "causal"
  std::string store = "f32";       ///< or "bf16": matrices of the model file in 16 bits
  int64_t d_model = 0, layers = 0, d_state = 16, kmer = 4, stride = 0;
};

}  // namespace undula
