#pragma once
#include "core/ops/adamw.h"
#include "core/ops/add.h"
#include "core/ops/band_energy.h"
#include "core/ops/conv1d.h"
#include "core/ops/convert.h"
#include "core/ops/cross_entropy.h"
#include "core/ops/dropout.h"
#include "core/ops/embedding.h"
#include "core/ops/frames.h"
#include "core/ops/gelu.h"
#include "core/ops/glu.h"
#include "core/ops/kmer_embedding.h"
#include "core/ops/linear.h"
#include "core/ops/pool.h"
#include "core/ops/rms_norm.h"
#include "core/ops/rows.h"
#include "core/ops/s4d_scan.h"
#include "core/ops/sample_frames.h"
#include "core/ops/selective_scan.h"
#include "core/ops/strands.h"
#include "core/ops/token_conv.h"
#include "core/ops/token_history.h"

namespace undula {

/// The ops as a device computes them, one for each entry of core/ops that has one for the CPU. Arguments are checked;
/// views are of the device, activations fp32 or bfloat16 and all else fp32 (docs/cuda.md). Each plans its scratch and
/// returns while planning. What a device lacks throws.
class DeviceOps {
 public:
  virtual ~DeviceOps() = default;

  /// core/ops/add.h: rows (M, N); fp32 and bfloat16 mix.
  virtual void add(Context& ctx, const View& a, const View& b, const View& y);

  /// core/ops/convert.h: rows (M, N).
  virtual void convert(Context& ctx, const View& x, const View& y);

  /// core/ops/adamw.h
  virtual void adamw(Context& ctx, const AdamWStep& options, const View& value, const View& grad, const View& m,
                     const View& v);
  virtual double sum_of_squares(Context& ctx, const View& x);
  virtual void moving_average(Context& ctx, double decay, const View& value, const View& average);

  /// core/ops/band_energy.h: g rows of z for one of y.
  virtual void band_energy_forward(Context& ctx, const View& z, const View& y, int64_t g);
  virtual void band_energy_backward(Context& ctx, const View& z, const View& dy, const View& dz, int64_t g);
  virtual void log_compress_forward(Context& ctx, const LogCompression& how, const View& x, const View& y);
  virtual void log_compress_backward(Context& ctx, const LogCompression& how, const View& x, const View& dy,
                                     const View& dx);

  /// core/ops/conv1d.h
  virtual void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction,
                              const Conv1dOut& out);
  virtual void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction,
                               const Conv1dGrad& grad);

  /// core/ops/cross_entropy.h: logits (M, C); targets and weights of any strides.
  virtual LossSums cross_entropy_forward(Context& ctx, const View& logits, const View& targets,
                                         const View& class_weights, const View& row_weights);
  virtual void cross_entropy_backward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                                      const View& row_weights, double normaliser, const View& dlogits);

  /// core/ops/dropout.h
  virtual void dropout(Context& ctx, const View& x, const Rows& rows, double rate, const RandomKey& key, const View& y);

  /// core/ops/embedding.h
  virtual void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y);
  virtual void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable);

  /// core/ops/frames.h
  virtual void count_groups(Context& ctx, const Rows& rows, int64_t L, int64_t p, const View& phase, const View& groups,
                            const View& next_phase);
  virtual void stack_frames(Context& ctx, const FrameGroups& at, const View& x, const Rows& rows, const View& waiting,
                            const View& stacked, const View& waiting_out);
  virtual void stack_frames_backward(Context& ctx, const FrameGroups& at, const View& d_stacked, const Rows& rows,
                                     const View& d_waiting_out, const View& dx, const View& d_waiting);
  virtual void spread_frames(Context& ctx, const FrameGroups& at, const View& up, const Rows& rows, const View& pending,
                             const View& skip, const View& y, const View& pending_out);
  virtual void spread_frames_backward(Context& ctx, const FrameGroups& at, const View& dy, const Rows& rows,
                                      const View& d_pending_out, const View& d_up, const View& d_pending);

  /// core/ops/gelu.h: rows (M, N).
  virtual void gelu_forward(Context& ctx, const View& x, const View& y);
  virtual void gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx);

  /// core/ops/glu.h: rows (M, 2C).
  virtual void glu_forward(Context& ctx, const View& x, const View& y);
  virtual void glu_backward(Context& ctx, const View& x, const View& dy, const View& dx);

  /// core/ops/kmer_embedding.h
  virtual void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                                      const Rows& rows, const View& tail, const View& y);
  virtual void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                                       const View& tail, const View& dy, const View& dtable);

  /// core/ops/linear.h: dbias (N) += the sums of dy (M, N) over rows.
  virtual void linear_bias_gradient(Context& ctx, const View& dy, const View& dbias);

  /// core/ops/pool.h
  virtual void pool_accumulate(Context& ctx, Pooling pooling, const View& x, const View& segments,
                               int64_t first_position, const PoolState& state);
  virtual void pool_finish(Context& ctx, Pooling pooling, const PoolState& state, const View& y);
  virtual void pool_backward(Context& ctx, Pooling pooling, const View& dy, const View& segments,
                             int64_t first_position, const PoolState& state, const View& dx);

  /// core/ops/rms_norm.h: rows (M, D).
  virtual void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms);
  virtual void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy,
                                 const View& dx, const View& dw);

  /// core/ops/rows.h
  virtual void clip_lengths(Context& ctx, const View& lengths, int64_t begin, int64_t end, const View& clipped);

  /// core/ops/s4d_scan.h
  virtual void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction,
                                const S4dOut& out);
  virtual void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction,
                                 const View& states, const S4dGrad& grad);

  /// core/ops/sample_frames.h
  virtual void sample_frames(Context& ctx, const FrameShape& shape, const View& x, const Rows& rows,
                             const View& tail_in, const View& tail_out, const View& y);

  /// core/ops/selective_scan.h: complex A where in.A_imag is there.
  virtual void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                      const ScanOut& out);
  virtual void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                       const View& chunk_states, const ScanGrad& grad);
  virtual void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                      const View& h_zero, const View& sum_dt);
  virtual void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                               const View& dy, const View& g_zero, const View& sum_dt);

  /// core/ops/strands.h: strand_rows fills `both`.
  virtual void strand_rows(Context& ctx, const Rows& rows, int64_t B, int64_t L, const Rows& both);
  virtual void strand_tokens(Context& ctx, const View& tokens, const TokenComplement& complement, const Rows& rows,
                             const View& y);
  virtual void exchange_strands(Context& ctx, const View& x, const Rows& rows, const View& y);
  virtual void align_strands(Context& ctx, const View& x, const Rows& rows, const View& y);
  virtual void align_strands_backward(Context& ctx, const View& dy, const Rows& rows, const View& dx);
  virtual void fold_strands(Context& ctx, const View& x, const View& partner, double scale, const View& y);
  virtual void fold_strands_backward(Context& ctx, const View& dy, const View& partner, double scale, const View& dx);

  /// core/ops/token_conv.h
  virtual void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                                  const View& tail, const View& y);
  virtual void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                                   const View& dw, const View& dbias);

  /// core/ops/token_history.h: of token convolutions and k-mers.
  virtual void write_tail(Context& ctx, const View& tokens, const Rows& rows, const View& tail_in,
                          const View& tail_out);
};

}  // namespace undula
