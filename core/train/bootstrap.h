#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/base/threads.h"
#include "core/train/metrics.h"

namespace undula {

struct BootstrapOptions {
  int resamples = 1000;
  uint64_t seed = 0;
};

/// Metrics with 95 % percentile intervals. NaN bounds where the metric is not defined in any resample.
struct Estimate {
  Metrics value, low, high;
};

/// A model's metrics, beside those of a baseline on the same records where there is one, and the paired difference
/// model - baseline, whose interval comes from resampling both together.
struct Judgement {
  Estimate model;
  std::optional<Estimate> baseline, difference;
  std::string note;  ///< what a reader of the intervals must know; may be empty
};

/// Bootstrap intervals (Efron 1979; percentile method). Records of one group (a genome) are alike, so whole groups are
/// drawn where there are at least eight; with fewer, records are drawn within each group, which leaves out how groups
/// differ: the note says so. Depends on the seed, not on threads.
/// `baseline` may be null; `groups` holds one name per record, or nothing. Throws kFailure when sizes or labels differ.
Judgement bootstrap(const Predictions& model, const Predictions* baseline, std::span<const std::string> groups,
                    const BootstrapOptions& options, ThreadPool& pool);

/// The metrics of something when item i of it counts `weights[i]` times.
using MetricsOf = std::function<Metrics(std::span<const int32_t> weights)>;

/// The same for items drawn one by one, whatever they are. `baseline` may be empty; both are called by several threads.
Judgement bootstrap(int64_t items, const MetricsOf& model, const MetricsOf& baseline, const BootstrapOptions& options,
                    ThreadPool& pool);

}  // namespace undula
