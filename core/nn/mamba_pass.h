#pragma once
#include "core/nn/mixer.h"
#include "core/ops/conv1d.h"
#include "core/ops/selective_scan.h"

namespace undula {

struct MambaShape {
  int64_t d_model = 64;
  int64_t expand = 2;
  int64_t d_state = 16;
  int64_t d_conv = 4;
  int64_t dt_rank = 0;     ///< 0: ceil(d_model / 16)
  bool complex_A = false;  ///< d_state / 2 complex states in conjugate pairs, A as S4D-Lin starts it; d_state even

  int64_t d_inner() const { return expand * d_model; }
  int64_t rank() const { return dt_rank > 0 ? dt_rank : (d_model + 15) / 16; }
};

/// The directional middle of Mamba-1 (Gu and Dao 2023, figure 3): from (u, z) (B, L, 2E),
///   u <- silu(conv1d(u));  (dt_low, B, C) = u W_x^T;  dt = dt_low W_dt^T;  y = selective_scan(u, dt, A, B, C, D)
///   silu(z)
/// State: the convolution's tail (K - 1, E) and the scan's h (N, E).
class MambaPass : public Pass {
 public:
  MambaPass(const MambaShape& shape, Direction direction) : shape_(shape), direction_(direction) {}

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& xz, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dxz) override;
  bool causal() const override { return direction_ == Direction::kForward; }
  int64_t d_inner() const override { return shape_.d_inner(); }

 private:
  ScanIn scan_input(const View& xz, const View& u, const View& x_dbl, const View& dt, const StateFlow& flow) const;
  Conv1dIn conv_input(const View& xz, const StateFlow& flow) const;

  MambaShape shape_;
  Direction direction_;
  const ParamStore* params_ = nullptr;
  Param *conv_weight_ = nullptr, *conv_bias_ = nullptr, *x_proj_ = nullptr, *dt_proj_ = nullptr, *dt_bias_ = nullptr;
  Param *A_log_ = nullptr, *A_imag_ = nullptr, *D_ = nullptr;
  int tail_slot_ = -1, h_slot_ = -1;
};

}  // namespace undula
