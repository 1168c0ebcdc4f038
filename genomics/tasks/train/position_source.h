#pragma once
#include <memory>

#include "genomics/windows/genome_window_source.h"
#include "genomics/windows/interval_labels.h"

namespace undula {

/// Windows of a genome with the class of each base, turned round with them where they are reverse complements.
/// Ambiguous positions have none.
class PositionSource : public SampleSource {
 public:
  /// `soft_mask_weight`: of a base in lower case in the loss.
  PositionSource(std::unique_ptr<GenomeWindowSource> windows, std::shared_ptr<const IntervalLabels> labels,
                 double soft_mask_weight = 1)
      : windows_(std::move(windows)),
        labels_(std::move(labels)),
        soft_mask_weight_(static_cast<float>(soft_mask_weight)) {}

  int64_t size() const override { return windows_->size(); }
  int64_t max_length() const override { return windows_->max_length(); }
  int64_t length(int64_t pass, int64_t i) const override { return windows_->length(pass, i); }
  int64_t views() const override { return windows_->views(); }
  void get(int64_t pass, int64_t i, Sample& out) const override;

  /// Windows left out so far because too much of them is ambiguous.
  int64_t skipped() const { return windows_->skipped(); }

 private:
  std::unique_ptr<GenomeWindowSource> windows_;
  std::shared_ptr<const IntervalLabels> labels_;
  float soft_mask_weight_;
};

}  // namespace undula
