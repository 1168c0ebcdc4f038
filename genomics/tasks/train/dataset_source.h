#pragma once
#include <vector>

#include "core/base/random.h"
#include "core/data/sample_source.h"

namespace undula {

/// The samples of one split of a data set, read whole.
class DatasetSource : public SampleSource {
 public:
  enum class Strands : uint8_t {
    kOne,     ///< as they are
    kRandom,  ///< in each pass each sample is reversed and complemented or not, as the key says: for training
    kBoth,    ///< two views, both strands: for evaluation
  };

  /// `dataset` must outlive the source. `mutate`: chance per base to be replaced by one of the four, anew in each pass;
  /// for training.
  DatasetSource(const Dataset& dataset, Split split, Strands strands, uint64_t seed = 0, double mutate = 0);

  int64_t size() const override { return static_cast<int64_t>(indices_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t length(int64_t pass, int64_t i) const override;
  void get(int64_t pass, int64_t i, Sample& out) const override;
  int64_t views() const override { return strands_ == Strands::kBoth ? 2 : 1; }

 private:
  const Dataset& dataset_;
  std::vector<int64_t> indices_;
  Strands strands_;
  RandomKey key_;
  double mutate_;
  int64_t longest_ = 0;
};

}  // namespace undula
