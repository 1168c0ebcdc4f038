#pragma once
#include "core/data/sample.h"

namespace undula {

/// The door through which a domain feeds training and evaluation: a numbered set of samples, each a pure function of
/// its number and of the pass, so that any order, batch or thread count sees the same data.
class SampleSource {
 public:
  virtual ~SampleSource() = default;

  virtual int64_t size() const = 0;
  /// No sample is longer.
  virtual int64_t max_length() const = 0;
  /// Tokens, or values, of sample i in this pass.
  virtual int64_t length(int64_t pass, int64_t i) const = 0;
  /// Writes sample i. For training `pass` is the epoch, and augmentation is drawn anew in each; for evaluation it is
  /// the view, below views().
  virtual void get(int64_t pass, int64_t i, Sample& out) const = 0;
  /// Ways to look at a sample whose logits are averaged at prediction, for example both strands.
  virtual int64_t views() const { return 1; }
};

}  // namespace undula
