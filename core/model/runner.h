#pragma once
#include <functional>

#include "core/model/batch.h"
#include "core/model/sequence_model.h"
#include "core/ops/cross_entropy.h"

namespace undula {

/// How a batch is cut in time.
enum class Schedule : uint8_t {
  kWhole,       ///< all layers on the whole length
  kChunkMajor,  ///< causal stacks: all layers chunk by chunk, exact gradients in the memory of one chunk
  kLayerMajor,  ///< other stacks: layer by layer, each in chunks; exact gradients in the memory of the layers'
                ///< boundaries and of one chunk (core/model/layer_major.h)
};

struct RunnerOptions {
  Schedule schedule = Schedule::kWhole;
  int64_t chunk = 8192;  ///< unless kWhole: tokens per chunk, a multiple of the stem's stride
};

/// Runs a model over batches, on the device of the context, to which it takes the model. It owns the schedule: which
/// piece of time runs when, and which states connect the pieces. While `ctx.planning()` every call only records sizes;
/// see plan_batch.
class Runner {
 public:
  /// Throws when the schedule does not fit the model: chunk-major needs a causal stack.
  Runner(Context& ctx, SequenceModel& model, const RunnerOptions& options = {});

  /// Forward and backward: adds to the parameter gradients those of sum(weighted loss) / normaliser.
  LossSums train(const Batch& batch, double normaliser, const View& class_weights = View());
  /// Forward only: the loss.
  LossSums evaluate(const Batch& batch, const View& class_weights = View());
  // What is computed is written to views on the host or where the context computes.

  /// Forward only: logits (S, n_outputs) of a class head, or (B, L', n_outputs) of one that answers at every position.
  void predict(const Batch& batch, const View& logits);
  /// Forward only: the final features, averaged over the positions of each of the batch's segments, (S, feature_width),
  /// whatever the head; of a reverse-complement-equivariant model, over both strands too.
  void embed(const Batch& batch, const View& means);

  /// A batch without memory, to plan with.
  static Batch plan_batch(const SequenceModel& model, const BatchShape& shape);

 private:
  /// A stretch of time of a batch, with its rows seen before and after the stem.
  struct Piece {
    View tokens, segments;
    Rows rows, feature_rows;
    int64_t first_feature = 0, feature_length = 0;
  };

  void features_forward(const Piece& piece, const StateFlow& flow, const View& features);
  void features_backward(const Piece& piece, const StateFlow& flow, const View& dfeatures);
  void hand_over(const View& computed, const View& wanted);
  int64_t pieces(const Batch& batch) const;
  /// The batch where the model is run. What is cut into pieces row by row stays on the host.
  Batch placed(const Batch& batch);
  Piece piece(const Batch& batch, int64_t index);
  /// Fills the row arrays of the piece that begins and ends at these tokens.
  void fill_rows(const Batch& batch, int64_t begin, int64_t end, const Piece& piece);
  /// Runs pieces [0, count) without saving. `boundaries[i]`, where present, receives the states at the start of piece
  /// i.
  void sweep(const Batch& batch, int64_t count, const std::vector<StateSet>& boundaries,
             const std::function<void(const Piece&, const View& features)>& consume);
  PoolState pool_state(const Batch& batch, Pooling pooling);
  void pool(const Piece& piece, const View& features, const PoolState& state);
  /// Logits (S, n_outputs) from a finished pool.
  void class_logits(const PoolState& state, const View& logits);
  LossSums class_loss(const Batch& batch, const PoolState& state, double normaliser, const View& class_weights,
                      const View& dpooled);
  LossSums position_loss(const Batch& batch, const Piece& piece, const View& features, double normaliser,
                         const View& class_weights, const View& dfeatures);

  Context& ctx_;
  SequenceModel& model_;
  RunnerOptions options_;
};

}  // namespace undula
