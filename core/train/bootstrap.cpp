#include "core/train/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/error.h"
#include "core/base/random.h"

namespace undula {
namespace {

constexpr size_t kFewestGroups = 8;

/// Draws records with replacement, as counts per record.
class Resampler {
 public:
  Resampler(int64_t records, std::span<const std::string> groups, uint64_t seed)
      : records_(static_cast<size_t>(records)), key_(seed) {
    require(groups.empty() || groups.size() == records_, "bootstrap", "one group for each record is needed");
    std::map<std::string, std::vector<int32_t>> members;
    for (size_t i = 0; i < records_; ++i) members[groups.empty() ? "" : groups[i]].push_back(static_cast<int32_t>(i));
    for (auto& [name, records_of_group] : members) groups_.push_back(std::move(records_of_group));
    draw_groups_ = groups_.size() >= kFewestGroups;
    if (draw_groups_) {
      note_ = std::to_string(groups_.size()) + " groups were resampled whole";
    } else if (groups_.size() > 1) {
      note_ = "only " + std::to_string(groups_.size()) +
              " groups: records were resampled within each, so the intervals leave out how groups differ";
    }
  }

  const std::string& note() const { return note_; }

  /// How often each record is drawn in resample r.
  std::vector<int32_t> draw(int64_t r) const {
    std::vector<int32_t> weights(records_);
    const RandomKey key = key_.fold(static_cast<uint64_t>(r));
    if (draw_groups_) {
      const auto n = static_cast<int64_t>(groups_.size());
      for (int64_t i = 0; i < n; ++i) {
        for (const int32_t record : groups_[key.below(i, n)]) ++weights[record];
      }
      return weights;
    }
    uint64_t draws = 0;
    for (const std::vector<int32_t>& group : groups_) {
      const auto n = static_cast<int64_t>(group.size());
      for (int64_t i = 0; i < n; ++i) ++weights[group[key.below(draws++, n)]];
    }
    return weights;
  }

 private:
  size_t records_;
  RandomKey key_;
  std::vector<std::vector<int32_t>> groups_;  // records of each group, groups sorted by name
  bool draw_groups_ = false;
  std::string note_;
};

/// The quantile q of sorted values, linear between order statistics.
double quantile(const std::vector<double>& sorted, double q) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double at = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const double next = sorted[std::min(below + 1, sorted.size() - 1)];
  return sorted[below] + (at - static_cast<double>(below)) * (next - sorted[below]);
}

Estimate estimate(const Metrics& value, const std::vector<Metrics>& resampled) {
  Estimate result;
  result.value = value;
  for (const Metric metric : kMetrics) {
    std::vector<double> values;
    for (const Metrics& metrics : resampled) {
      if (std::isfinite(metrics[metric])) values.push_back(metrics[metric]);
    }
    std::sort(values.begin(), values.end());
    result.low[metric] = quantile(values, 0.025);
    result.high[metric] = quantile(values, 0.975);
  }
  return result;
}

Metrics difference(const Metrics& a, const Metrics& b) {
  Metrics result;
  for (const Metric metric : kMetrics) result[metric] = a[metric] - b[metric];
  return result;
}

Judgement judge(const Resampler& resampler, int64_t items, const MetricsOf& model, const MetricsOf& baseline,
                const BootstrapOptions& options, ThreadPool& pool) {
  const auto n = static_cast<size_t>(options.resamples);
  std::vector<Metrics> of_model(n), of_baseline(n), of_difference(n);
  pool.parallel_for(options.resamples, 1, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const std::vector<int32_t> weights = resampler.draw(r);
      of_model[r] = model(weights);
      if (!baseline) continue;
      of_baseline[r] = baseline(weights);
      of_difference[r] = difference(of_model[r], of_baseline[r]);
    }
  });

  const std::vector<int32_t> once(static_cast<size_t>(items), 1);
  const Metrics whole = model(once);
  Judgement judgement{estimate(whole, of_model), {}, {}, resampler.note()};
  if (baseline) {
    const Metrics other = baseline(once);
    judgement.baseline = estimate(other, of_baseline);
    judgement.difference = estimate(difference(whole, other), of_difference);
  }
  return judgement;
}

}  // namespace

Judgement bootstrap(const Predictions& model, const Predictions* baseline, std::span<const std::string> groups,
                    const BootstrapOptions& options, ThreadPool& pool) {
  require(!baseline || baseline->labels == model.labels, "bootstrap", "the predictions are not of the same records");
  const MetricTables model_tables(model);
  const MetricTables baseline_tables(baseline ? *baseline : Predictions{model.n_classes, {}, {}});
  const Resampler resampler(model.records(), groups, options.seed);
  MetricsOf of_baseline;
  if (baseline) of_baseline = [&](std::span<const int32_t> weights) { return baseline_tables.evaluate(weights); };
  return judge(
      resampler, model.records(), [&](std::span<const int32_t> weights) { return model_tables.evaluate(weights); },
      of_baseline, options, pool);
}

Judgement bootstrap(int64_t items, const MetricsOf& model, const MetricsOf& baseline, const BootstrapOptions& options,
                    ThreadPool& pool) {
  return judge(Resampler(items, {}, options.seed), items, model, baseline, options, pool);
}

}  // namespace undula
