#pragma once
#include <vector>

#include "core/model/sequence_model.h"

namespace undula {

/// The layer-major schedule: features of whole rows, layer by layer, each layer in one sweep of chunks for each of its
/// directional passes, a forward pass from left to right and a reverse pass from right to left. A block's output is its
/// input plus the shares of its passes (StateFlow::pass), so that each sweep needs the states of its own pass only.
/// Backward sweeps each pass the other way round and runs every chunk again with saving. Gradients are exact; memory is
/// that of the layers' boundaries and of one chunk. For stacks that are not causal: causal ones need less chunk-major.
class LayerMajor {
 public:
  /// `chunk` in positions after the stem.
  LayerMajor(Context& ctx, SequenceModel& model, int64_t chunk) : ctx_(ctx), model_(model), chunk_(chunk) {}

  /// As SequenceModel::features_forward and _backward from fresh states. No packed rows for bidirectional blocks.
  void forward(const Rows& rows, const Rows& feature_rows, const View& tokens, const View& features);
  void backward(const Rows& rows, const Rows& feature_rows, const View& dfeatures);

 private:
  /// States at the borders of chunks: edge i lies before chunk i, and the outer ones are absent.
  using Edges = std::vector<StateSet>;
  /// One directional pass of one layer over whole rows.
  struct Sweep {
    Module& block;
    int pass;
    const Rows& rows;
    const Edges& edges;
  };

  int64_t chunks(int64_t length) const { return std::max<int64_t>((length + chunk_ - 1) / chunk_, 1); }
  int passes() const { return model_.config().bidirectional ? 2 : 1; }
  Edges edges(const View& memory, int64_t stack_rows, int64_t length) const;
  /// Sets that take turns at the borders, for states that are not kept.
  Edges turns(int64_t stack_rows, int64_t length);
  Rows chunk_rows(const Rows& rows, int64_t stack_rows, int64_t begin, int64_t end);
  void exchange(const Rows& rows, const View& x);
  void sweep_forward(const Sweep& sweep, const View& x, const View& y);
  void sweep_backward(const Sweep& sweep, const Edges& gradients, const View& x, const View& dy, const View& dx);

  Context& ctx_;
  SequenceModel& model_;
  int64_t chunk_;
};

}  // namespace undula
