#pragma once
#include "core/base/buffer.h"
#include "core/nn/filter_bank.h"
#include "core/nn/linear.h"
#include "core/nn/stem.h"
#include "core/ops/sample_frames.h"

namespace undula {

/// How stems hear samples: energies of `bands` in frames of `width` samples, `pool` frames averaged into one position,
/// which stands for `stride` samples.
struct FilterStemShape {
  FilterBankShape filters;
  int64_t stride = 0, pool = 1;
  FrameShape frames() const { return {filters.width, stride / pool}; }
};

/// The first layer of a model of sound: samples (B, L) f32 -> (B, ceil(L / stride), D), causal. Energies of bands,
/// their logarithm (ops/band_energy.h), a linear map. This part cuts frames and carries their tail.
class FrameStem : public Stem {
 public:
  FrameStem(const FilterStemShape& shape, int64_t d_model)
      : shape_(shape), d_model_(d_model), out_(shape.filters.bands, d_model, true) {}
  int64_t stride() const override { return shape_.stride; }

 protected:
  void declare_frames(StateLayout& states, std::string_view scope);
  /// frames (M pool, width) of x, on the scratch side; writes the tail where it is wanted.
  View cut_frames(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, DType dtype,
                  bool with_tail) const;
  /// Writes zeros to the gradient of the tail: samples have none.
  void clear_gradient(Context& ctx, const StateFlow& flow) const;

  FilterStemShape shape_;
  int64_t d_model_;
  Linear out_;
  int tail_slot_ = -1;
};

/// The filters are learned, from a start of Gabor wavelets on the mel scale (nn/filter_bank.h).
class FilterStem : public FrameStem {
 public:
  using FrameStem::FrameStem;
  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

 private:
  const ParamStore* params_ = nullptr;
  Param* weight_ = nullptr;
};

/// The filters are fixed: the power spectrum of each frame in triangular bands on the mel scale.
class LogMelStem : public FrameStem {
 public:
  using FrameStem::FrameStem;
  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

 private:
  const ParamStore* params_ = nullptr;
  Buffer fourier_, bands_;  // (2 bins, width), (bands, bins)
};

}  // namespace undula
