#include "core/cuda/device_ops.h"

#include <string>

#include "core/base/error.h"

namespace undula {
namespace {

[[noreturn]] void absent(const char* op) {
  throw Error(ErrorKind::kFailure, std::string("[") + op + "] does not run on a GPU yet", "", "--device cpu");
}

}  // namespace

void DeviceOps::add(Context&, const View&, const View&, const View&) {
  absent("add");
}

void DeviceOps::convert(Context&, const View&, const View&) {
  absent("convert");
}

void DeviceOps::adamw(Context&, const AdamWStep&, const View&, const View&, const View&, const View&) {
  absent("adamw");
}

double DeviceOps::sum_of_squares(Context&, const View&) {
  absent("sum_of_squares");
}

void DeviceOps::moving_average(Context&, double, const View&, const View&) {
  absent("moving_average");
}

void DeviceOps::band_energy_forward(Context&, const View&, const View&, int64_t) {
  absent("band_energy_forward");
}

void DeviceOps::band_energy_backward(Context&, const View&, const View&, const View&, int64_t) {
  absent("band_energy_backward");
}

void DeviceOps::log_compress_forward(Context&, const LogCompression&, const View&, const View&) {
  absent("log_compress_forward");
}

void DeviceOps::log_compress_backward(Context&, const LogCompression&, const View&, const View&, const View&) {
  absent("log_compress_backward");
}

void DeviceOps::conv1d_forward(Context&, const Conv1dIn&, const Rows&, Direction, const Conv1dOut&) {
  absent("conv1d_forward");
}

void DeviceOps::conv1d_backward(Context&, const Conv1dIn&, const Rows&, Direction, const Conv1dGrad&) {
  absent("conv1d_backward");
}

LossSums DeviceOps::cross_entropy_forward(Context&, const View&, const View&, const View&, const View&) {
  absent("cross_entropy_forward");
}

void DeviceOps::cross_entropy_backward(Context&, const View&, const View&, const View&, const View&, double,
                                       const View&) {
  absent("cross_entropy_backward");
}

void DeviceOps::dropout(Context&, const View&, const Rows&, double, const RandomKey&, const View&) {
  absent("dropout");
}

void DeviceOps::embedding_forward(Context&, const View&, const View&, const Rows&, const View&) {
  absent("embedding_forward");
}

void DeviceOps::embedding_backward(Context&, const View&, const Rows&, const View&, const View&) {
  absent("embedding_backward");
}

void DeviceOps::count_groups(Context&, const Rows&, int64_t, int64_t, const View&, const View&, const View&) {
  absent("count_groups");
}

void DeviceOps::stack_frames(Context&, const FrameGroups&, const View&, const Rows&, const View&, const View&,
                             const View&) {
  absent("stack_frames");
}

void DeviceOps::stack_frames_backward(Context&, const FrameGroups&, const View&, const Rows&, const View&, const View&,
                                      const View&) {
  absent("stack_frames_backward");
}

void DeviceOps::spread_frames(Context&, const FrameGroups&, const View&, const Rows&, const View&, const View&,
                              const View&, const View&) {
  absent("spread_frames");
}

void DeviceOps::spread_frames_backward(Context&, const FrameGroups&, const View&, const Rows&, const View&, const View&,
                                       const View&) {
  absent("spread_frames_backward");
}

void DeviceOps::gelu_forward(Context&, const View&, const View&) {
  absent("gelu_forward");
}

void DeviceOps::gelu_backward(Context&, const View&, const View&, const View&) {
  absent("gelu_backward");
}

void DeviceOps::glu_forward(Context&, const View&, const View&) {
  absent("glu_forward");
}

void DeviceOps::glu_backward(Context&, const View&, const View&, const View&) {
  absent("glu_backward");
}

void DeviceOps::kmer_embedding_forward(Context&, const KmerShape&, const View&, const View&, const Rows&, const View&,
                                       const View&) {
  absent("kmer_embedding_forward");
}

void DeviceOps::kmer_embedding_backward(Context&, const KmerShape&, const View&, const Rows&, const View&, const View&,
                                        const View&) {
  absent("kmer_embedding_backward");
}

void DeviceOps::linear_bias_gradient(Context&, const View&, const View&) {
  absent("linear_bias_gradient");
}

void DeviceOps::pool_accumulate(Context&, Pooling, const View&, const View&, int64_t, const PoolState&) {
  absent("pool_accumulate");
}

void DeviceOps::pool_finish(Context&, Pooling, const PoolState&, const View&) {
  absent("pool_finish");
}

void DeviceOps::pool_backward(Context&, Pooling, const View&, const View&, int64_t, const PoolState&, const View&) {
  absent("pool_backward");
}

void DeviceOps::rms_norm_forward(Context&, const View&, const View&, const View&, const View&) {
  absent("rms_norm_forward");
}

void DeviceOps::rms_norm_backward(Context&, const View&, const View&, const View&, const View&, const View&,
                                  const View&) {
  absent("rms_norm_backward");
}

void DeviceOps::clip_lengths(Context&, const View&, int64_t, int64_t, const View&) {
  absent("clip_lengths");
}

void DeviceOps::s4d_scan_forward(Context&, const S4dIn&, const Rows&, Direction, const S4dOut&) {
  absent("s4d_scan_forward");
}

void DeviceOps::s4d_scan_backward(Context&, const S4dIn&, const Rows&, Direction, const View&, const S4dGrad&) {
  absent("s4d_scan_backward");
}

void DeviceOps::sample_frames(Context&, const FrameShape&, const View&, const Rows&, const View&, const View&,
                              const View&) {
  absent("sample_frames");
}

void DeviceOps::selective_scan_forward(Context&, const ScanIn&, const Rows&, Direction, const ScanOut&) {
  absent("selective_scan_forward");
}

void DeviceOps::selective_scan_backward(Context&, const ScanIn&, const Rows&, Direction, const View&, const ScanGrad&) {
  absent("selective_scan_backward");
}

void DeviceOps::selective_scan_summary(Context&, const ScanIn&, const Rows&, Direction, const View&, const View&) {
  absent("selective_scan_summary");
}

void DeviceOps::selective_scan_backward_summary(Context&, const ScanIn&, const Rows&, Direction, const View&,
                                                const View&, const View&) {
  absent("selective_scan_backward_summary");
}

void DeviceOps::strand_rows(Context&, const Rows&, int64_t, int64_t, const Rows&) {
  absent("strand_rows");
}

void DeviceOps::strand_tokens(Context&, const View&, const TokenComplement&, const Rows&, const View&) {
  absent("strand_tokens");
}

void DeviceOps::exchange_strands(Context&, const View&, const Rows&, const View&) {
  absent("exchange_strands");
}

void DeviceOps::align_strands(Context&, const View&, const Rows&, const View&) {
  absent("align_strands");
}

void DeviceOps::align_strands_backward(Context&, const View&, const Rows&, const View&) {
  absent("align_strands_backward");
}

void DeviceOps::fold_strands(Context&, const View&, const View&, double, const View&) {
  absent("fold_strands");
}

void DeviceOps::fold_strands_backward(Context&, const View&, const View&, double, const View&) {
  absent("fold_strands_backward");
}

void DeviceOps::token_conv_forward(Context&, const View&, const View&, const View&, const Rows&, const View&,
                                   const View&) {
  absent("token_conv_forward");
}

void DeviceOps::token_conv_backward(Context&, const View&, const Rows&, const View&, const View&, const View&,
                                    const View&) {
  absent("token_conv_backward");
}

void DeviceOps::write_tail(Context&, const View&, const Rows&, const View&, const View&) {
  absent("write_tail");
}

}  // namespace undula
