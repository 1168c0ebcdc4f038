#include "core/train/optimizer.h"

#include <algorithm>
#include <cmath>

namespace undula {

double LearningRate::at(int64_t step) const {
  const auto t = static_cast<double>(step);
  if (step <= warmup_steps) return peak * t / static_cast<double>(warmup_steps);
  const double done = std::min(
      1.0, (t - static_cast<double>(warmup_steps)) / std::max<double>(1, static_cast<double>(steps - warmup_steps)));
  return peak * (final_fraction + (1 - final_fraction) * 0.5 * (1 + std::cos(M_PI * done)));
}

Optimizer::Optimizer(ParamStore& params, const OptimizerOptions& options)
    : params_(params),
      options_(options),
      m_(Buffer::of({params.slab_count()}, params.dtype(), params.memory())),
      v_(Buffer::of({params.slab_count()}, params.dtype(), params.memory())),
      average_(Buffer::of({params.slab_count()}, params.dtype(), params.memory())) {
  start_average();
}

void Optimizer::start_average() {
  copy(params_.values(), average());
}

std::vector<Optimizer::Run> Optimizer::trained_runs() const {
  const auto& all = params_.params();
  const bool whole = std::none_of(all.begin(), all.end(), [](const Param& param) { return param.frozen; });
  std::vector<Run> runs;
  if (whole) runs = {{0, params_.decayed_count(), true, 0}, {params_.decayed_count(), params_.quick_count(), false, 0}};
  for (const Param& param : all) {
    if (param.frozen || (whole && param.peak_rate == 0)) continue;
    runs.push_back({param.offset, param.offset + param.value.count(), param.decay, param.peak_rate});
  }
  return runs;
}

double Optimizer::step(Context& ctx) {
  ++steps_;
  for (const Param& param : params_.params())
    if (param.frozen) fill_zero(param.grad);
  const double norm = std::sqrt(sum_of_squares(ctx, params_.grads()));
  const double rate = options_.rate.at(steps_);
  AdamWStep options{.learning_rate = rate,
                    .beta1 = options_.beta1,
                    .beta2 = options_.beta2,
                    .eps = options_.eps,
                    .weight_decay = 0,
                    .clip = options_.clip_norm > 0 && norm > options_.clip_norm ? options_.clip_norm / norm : 1.0,
                    .step = steps_};
  const auto t = static_cast<double>(steps_);
  const double average_decay = std::min(options_.average_decay, (1 + t) / (10 + t));
  for (const Run& run : trained_runs()) {
    if (run.end == run.begin) continue;
    const auto part = [&](const View& slab) { return slab.slice(0, run.begin, run.end); };
    options.weight_decay = run.decay ? options_.weight_decay : 0;
    options.learning_rate = run.peak_rate > 0 ? rate * std::min(1.0, run.peak_rate / options_.rate.peak) : rate;
    adamw(ctx, options, part(params_.values()), part(params_.grads()), part(m()), part(v()));
    moving_average(ctx, average_decay, part(params_.values()), part(average()));
  }
  params_.zero_grads();
  params_.touch();
  return norm;
}

void Optimizer::swap_average() {
  const View values = params_.values(), averaged = average();
  if (values.memory == nullptr) {
    std::swap_ranges(values.data, values.data + values.bytes(), averaged.data);
  } else {
    const Buffer kept = Buffer::of(values.shape, values.dtype, params_.memory());
    const View before = kept.view(values.shape, values.dtype);
    copy(values, before);
    copy(averaged, values);
    copy(before, averaged);
  }
  params_.touch();
}

}  // namespace undula
