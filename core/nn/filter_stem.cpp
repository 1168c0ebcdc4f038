#include "core/nn/filter_stem.h"

#include "core/ops/band_energy.h"
#include "core/ops/linear.h"

namespace undula {
namespace {

constexpr LogCompression kCompression{};
constexpr double kPeakRate =
    1e-4;  // of filters, whose weights are hundredths: steps of the common size would erase them

Buffer matrix(const std::vector<double>& values, DType dtype) {
  const auto n = static_cast<int64_t>(values.size());
  Buffer buffer = Buffer::of({n}, dtype);
  dispatch_float(dtype, [&](auto zero) {
    using T = decltype(zero);
    std::copy(values.begin(), values.end(), buffer.view({n}, dtype).as<T>());
  });
  return buffer;
}

}  // namespace

void FrameStem::declare_frames(StateLayout& states, std::string_view scope) {
  if (shape_.frames().tail() > 0) tail_slot_ = states.add(std::string(scope) + "tail", {shape_.frames().tail()});
}

View FrameStem::cut_frames(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, DType dtype,
                           bool with_tail) const {
  const int64_t B = x.shape[0], F = output_length(x.shape[1]) * shape_.pool, W = shape_.filters.width;
  const View frames = ctx.scratch({B, F, W}, dtype);
  sample_frames(ctx, shape_.frames(), x, rows, StateFlow::slot(flow.in, tail_slot_),
                with_tail ? StateFlow::slot(flow.out, tail_slot_) : View(), frames);
  return frames.reshape({B * F, W});
}

void FrameStem::clear_gradient(Context& ctx, const StateFlow& flow) const {
  const View gradient = StateFlow::slot(flow.d_in, tail_slot_);
  if (gradient.present() && !ctx.planning()) fill_zero(gradient);
}

void FilterStem::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  declare_frames(states, scope);
  params_ = &params;
  const FilterBankShape& filters = shape_.filters;
  weight_ = &params.add(scope, "filters", {2 * filters.bands, filters.width}, gabor_filters(filters), false);
  weight_->peak_rate = kPeakRate;
  out_.declare(params, states, std::string(scope) + "out.");
}

void FilterStem::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "filter_stem");
  const int64_t M = y.shape[0] * y.shape[1], C = shape_.filters.bands;
  const View frames = cut_frames(ctx, rows, flow, x, y.dtype, true);
  const View filtered = ctx.activation({M * shape_.pool, 2 * C}, y.dtype);
  linear_forward(ctx, frames, weight_->value, View(), filtered, params_->generation());
  const View energies = ctx.activation({M, C}, y.dtype);
  band_energy_forward(ctx, filtered, energies);
  const View levels = ctx.activation({M, C}, y.dtype);
  log_compress_forward(ctx, kCompression, energies, levels);
  if (ctx.saving()) {
    ctx.saves().push(x, "filter_stem.x");
    ctx.saves().push(filtered, "filter_stem.filtered");
    ctx.saves().push(energies, "filter_stem.energies");
  }
  out_.forward(ctx, {}, {}, levels, y.reshape({M, d_model_}));
}

void FilterStem::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View&) {
  BackwardFrame frame(ctx, "filter_stem");
  const int64_t M = dy.shape[0] * dy.shape[1], C = shape_.filters.bands;
  const View gradient = ctx.scratch({M, C}, dy.dtype), dfiltered = ctx.scratch({M * shape_.pool, 2 * C}, dy.dtype);
  out_.backward(ctx, {}, {}, dy.reshape({M, d_model_}), gradient);
  const View energies = ctx.saves().pop("filter_stem.energies"), filtered = ctx.saves().pop("filter_stem.filtered");
  const View x = ctx.saves().pop("filter_stem.x");
  log_compress_backward(ctx, kCompression, energies, gradient, gradient);
  band_energy_backward(ctx, filtered, gradient, dfiltered);
  const View frames = cut_frames(ctx, rows, flow, x, dy.dtype, false);
  linear_backward(ctx, frames, weight_->value, dfiltered, View(), weight_->grad, View(), params_->generation());
  clear_gradient(ctx, flow);
  frame.close();
}

void LogMelStem::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  declare_frames(states, scope);
  params_ = &params;
  fourier_ = matrix(fourier_filters(shape_.filters.width), states.dtype());
  bands_ = matrix(mel_bands(shape_.filters), states.dtype());
  out_.declare(params, states, std::string(scope) + "out.");
}

void LogMelStem::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "log_mel_stem");
  const int64_t M = y.shape[0] * y.shape[1], C = shape_.filters.bands, W = shape_.filters.width, bins = W / 2 + 1;
  const View levels = ctx.activation({M, C}, y.dtype);
  fourier_.move_to(ctx.memory());
  bands_.move_to(ctx.memory());
  {
    ScratchScope scope(ctx);
    const View frames = cut_frames(ctx, rows, flow, x, y.dtype, true);
    const View spectrum = ctx.scratch({M * shape_.pool, 2 * bins}, y.dtype), power = ctx.scratch({M, bins}, y.dtype);
    linear_forward(ctx, frames, fourier_.view({2 * bins, W}, y.dtype), View(), spectrum, params_->generation());
    band_energy_forward(ctx, spectrum, power);
    const View energies = ctx.scratch({M, C}, y.dtype);
    linear_forward(ctx, power, bands_.view({C, bins}, y.dtype), View(), energies, params_->generation());
    log_compress_forward(ctx, kCompression, energies, levels);
  }
  out_.forward(ctx, {}, {}, levels, y.reshape({M, d_model_}));
}

void LogMelStem::backward(Context& ctx, const Rows&, const StateFlow& flow, const View& dy, const View&) {
  BackwardFrame frame(ctx, "log_mel_stem");
  out_.backward(ctx, {}, {}, dy.reshape({dy.shape[0] * dy.shape[1], d_model_}), View());
  clear_gradient(ctx, flow);
  frame.close();
}

}  // namespace undula
