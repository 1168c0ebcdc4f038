#pragma once
#include "core/io/safetensors.h"
#include "core/model/sequence_model.h"

namespace undula {

class DeviceGraph;

/// Runs a causal model over rows of tokens piece by piece, on the device of the context, to which it takes the model:
/// what the model knows of the pieces so far is carried in states, so memory does not grow with the rows. For heads
/// that answer at every position.
class ModelStream {
 public:
  /// Throws kUsage unless the model is causal and answers at every position.
  ModelStream(Context& ctx, SequenceModel& model, int64_t rows);
  ~ModelStream();
  ModelStream(ModelStream&&) noexcept;

  /// logits (rows, L, n_outputs), on the host or where the context computes, of the next tokens (rows, L) u8, on the
  /// host. `lengths` (rows) i32 counts those that each row has
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
  void step(const Rows& rows, const View& tokens, const View& logits);

  Context& ctx_;
  SequenceModel& model_;
  int64_t rows_, position_ = 0;
  Buffer memory_;
  StateFlow flow_;  // moves the states on in place

  // On a device steps of one token are recorded once and then done again: the launches of a step cost more than its
  // work.
  std::unique_ptr<DeviceGraph> graph_;
  const std::byte* recorded_at_ = nullptr;  // where the scratch of the step lay
};

}  // namespace undula
