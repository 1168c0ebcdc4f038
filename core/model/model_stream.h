#pragma once
#include "core/io/safetensors.h"
#include "core/model/sequence_model.h"

namespace undula {

/// Runs a causal model over rows of tokens piece by piece: what the model knows of the pieces so far is carried in
/// states, so memory does not grow with the rows. For heads that answer at every position.
class ModelStream {
 public:
  /// Throws kUsage unless the model is causal and answers at every position.
  ModelStream(Context& ctx, SequenceModel& model, int64_t rows);

  /// logits (rows, L, n_outputs) of the next tokens (rows, L) u8. `lengths` (rows) i32 counts those that each row has
  /// (zero: nothing happens to it); absent: all L.
  void next(const View& tokens, const View& lengths, const View& logits);
  /// Every row begins anew.
  void restart();

  /// Adds what is known of the pieces so far to `file`: an array state.NAME (rows, extents...) for each state, and
  /// state.position.
  void save(TensorFile& file) const;
  /// Goes on from there. Throws kBadInput where a state is missing, has other extents or cannot be.
  void load(const TensorFile& file);

  /// Records the sizes of next() while the context plans.
  static void plan(Context& ctx, SequenceModel& model, int64_t rows, int64_t length);

 private:
  Context& ctx_;
  SequenceModel& model_;
  int64_t rows_, position_ = 0;
  Buffer memory_;
  StateFlow flow_;  // moves the states on in place
};

}  // namespace undula
