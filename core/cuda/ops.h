#pragma once
#include "core/cuda/backend.h"
#include "core/cuda/device_ops.h"
#include "core/cuda/kernel.h"

namespace undula::UNDULA_GPU {

/// The ops as kernels (core/ops/*_cuda.cu), compiled for the card and for the host harness.
class Ops final : public DeviceOps {
 public:
  void clip_lengths(Context& ctx, const View& lengths, int64_t begin, int64_t end, const View& clipped) override;

  void convert(Context& ctx, const View& x, const View& y) override;

  void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction,
                        const S4dOut& out) override;
  void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                         const S4dGrad& grad) override;

  void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                              const ScanOut& out) override;
  void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                               const View& chunk_states, const ScanGrad& grad) override;
  void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                              const View& sum_dt) override;
  void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                       const View& dy, const View& g_zero, const View& sum_dt) override;
  void add(Context& ctx, const View& a, const View& b, const View& y) override;
  void adamw(Context& ctx, const AdamWStep& options, const View& value, const View& grad, const View& m,
             const View& v) override;
  double sum_of_squares(Context& ctx, const View& x) override;
  void moving_average(Context& ctx, double decay, const View& value, const View& average) override;
  void band_energy_forward(Context& ctx, const View& z, const View& y, int64_t g) override;
  void band_energy_backward(Context& ctx, const View& z, const View& dy, const View& dz, int64_t g) override;
  void log_compress_forward(Context& ctx, const LogCompression& how, const View& x, const View& y) override;
  void log_compress_backward(Context& ctx, const LogCompression& how, const View& x, const View& dy,
                             const View& dx) override;
  void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction,
                      const Conv1dOut& out) override;
  void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction,
                       const Conv1dGrad& grad) override;
  LossSums cross_entropy_forward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                                 const View& row_weights) override;
  void cross_entropy_backward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                              const View& row_weights, double normaliser, const View& dlogits) override;
  void dropout(Context& ctx, const View& x, const Rows& rows, double rate, const RandomKey& key,
               const View& y) override;
  void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y) override;
  void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable) override;
  void count_groups(Context& ctx, const Rows& rows, int64_t L, int64_t p, const View& phase, const View& groups,
                    const View& next_phase) override;
  void stack_frames(Context& ctx, const FrameGroups& at, const View& x, const Rows& rows, const View& waiting,
                    const View& stacked, const View& waiting_out) override;
  void stack_frames_backward(Context& ctx, const FrameGroups& at, const View& d_stacked, const Rows& rows,
                             const View& d_waiting_out, const View& dx, const View& d_waiting) override;
  void spread_frames(Context& ctx, const FrameGroups& at, const View& up, const Rows& rows, const View& pending,
                     const View& skip, const View& y, const View& pending_out) override;
  void spread_frames_backward(Context& ctx, const FrameGroups& at, const View& dy, const Rows& rows,
                              const View& d_pending_out, const View& d_up, const View& d_pending) override;
  void gelu_forward(Context& ctx, const View& x, const View& y) override;
  void gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx) override;
  void glu_forward(Context& ctx, const View& x, const View& y) override;
  void glu_backward(Context& ctx, const View& x, const View& dy, const View& dx) override;
  void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                              const Rows& rows, const View& tail, const View& y) override;
  void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                               const View& tail, const View& dy, const View& dtable) override;
  void linear_bias_gradient(Context& ctx, const View& dy, const View& dbias) override;
  void pool_accumulate(Context& ctx, Pooling pooling, const View& x, const View& segments, int64_t first_position,
                       const PoolState& state) override;
  void pool_finish(Context& ctx, Pooling pooling, const PoolState& state, const View& y) override;
  void pool_backward(Context& ctx, Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                     const PoolState& state, const View& dx) override;
  void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms) override;
  void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy,
                         const View& dx, const View& dw) override;
  void sample_frames(Context& ctx, const FrameShape& shape, const View& x, const Rows& rows, const View& tail_in,
                     const View& tail_out, const View& y) override;
  void strand_rows(Context& ctx, const Rows& rows, int64_t B, int64_t L, const Rows& both) override;
  void strand_tokens(Context& ctx, const View& tokens, const TokenComplement& complement, const Rows& rows,
                     const View& y) override;
  void exchange_strands(Context& ctx, const View& x, const Rows& rows, const View& y) override;
  void align_strands(Context& ctx, const View& x, const Rows& rows, const View& y) override;
  void align_strands_backward(Context& ctx, const View& dy, const Rows& rows, const View& dx) override;
  void fold_strands(Context& ctx, const View& x, const View& partner, double scale, const View& y) override;
  void fold_strands_backward(Context& ctx, const View& dy, const View& partner, double scale, const View& dx) override;
  void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                          const View& tail, const View& y) override;
  void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                           const View& dw, const View& dbias) override;
  void write_tail(Context& ctx, const View& tokens, const Rows& rows, const View& tail_in,
                  const View& tail_out) override;
};

}  // namespace undula::UNDULA_GPU
