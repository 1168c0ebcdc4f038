#pragma once
#include <utility>
#include <vector>

#include "core/data/sample_source.h"

namespace undula {

/// Samples as they are.
class SampleList : public SampleSource {
 public:
  /// None is longer than `longest`, which is planned for.
  SampleList(std::vector<Sample> samples, int64_t longest) : samples_(std::move(samples)), longest_(longest) {}

  int64_t size() const override { return static_cast<int64_t>(samples_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t length(int64_t, int64_t i) const override { return samples_[static_cast<size_t>(i)].length(); }
  void get(int64_t, int64_t i, Sample& out) const override { out = samples_[static_cast<size_t>(i)]; }

 private:
  std::vector<Sample> samples_;
  int64_t longest_;
};

}  // namespace undula
