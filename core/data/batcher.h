#pragma once
#include <vector>

#include "core/base/random.h"
#include "core/data/sample_source.h"
#include "core/model/batch.h"

namespace undula {

/// Samples side by side, padded to a common length; owns the memory that `batch` looks at.
class HostBatch {
 public:
  /// Reads samples, one a row; capacity is reused between fills. Samples with targets make a batch for heads that
  /// answer at every position: all have them or none. `piece`, where not 0, cuts such samples into rows of at most that
  /// length, each a record of its own.
  void fill(const SampleSource& source, int64_t pass, const std::vector<int64_t>& indices, DType dtype,
            int64_t piece = 0);
  /// Views of rows [begin, end), padded to the longest of them.
  Batch rows(int64_t begin, int64_t end);

  int64_t size() const { return static_cast<int64_t>(lengths_.size()); }
  int64_t tokens() const;
  /// The weight of all that counts in the loss: the sum over targets of its weight times that of its class
  /// (`class_weights` may be empty: 1).
  double weight(const std::vector<double>& class_weights) const;

 private:
  void add_row(int64_t record, int64_t begin, int64_t end);

  int64_t longest_ = 0;
  bool per_position_ = false, real_valued_ = false;
  DType dtype_ = DType::kF32;
  std::vector<uint8_t> tokens_;  // (rows, longest), or none ...
  std::vector<float> values_;    // ... and values
  std::vector<int32_t> lengths_, segments_, records_;
  std::vector<int32_t> targets_;  // (rows), or (rows, longest)
  std::vector<float> weights_;    // of the targets
  std::vector<double> weights64_;
  Sample sample_;
};

/// Lengths are rounded up to a multiple of this when rows are padded.
constexpr int64_t kLengthBucket = 32;
int64_t bucket_length(int64_t length);

/// The order of one epoch: a keyed shuffle, cut into batches. Where lengths differ, samples of like length are put
/// together within stretches of 16 batches, so that little is padded, and the batches are shuffled again.
std::vector<std::vector<int64_t>> epoch_batches(const SampleSource& source, int64_t epoch, int64_t batch_size,
                                                const RandomKey& key);
/// Batches for evaluation: like lengths together, every sample once.
std::vector<std::vector<int64_t>> length_batches(const SampleSource& source, int64_t batch_size);

}  // namespace undula
