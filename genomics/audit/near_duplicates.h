#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/threads.h"
#include "core/data/sample.h"
#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// The sequence of train that holds most of another's minimizers.
struct NearHit {
  int64_t sequence = -1;   ///< number among LabelledData::sequences(), the first of equals; -1: none shares any
  double containment = 0;  ///< share of the other's minimizers that it holds
  int64_t minimizers = 0;  ///< of the other
  int64_t shared = 0;      ///< of these: in any sequence of train
};

/// The minimizers of all sequences of train.
class TrainMinimizers {
 public:
  TrainMinimizers(const std::vector<LabelledSequence>& sequences, ThreadPool& pool);

  /// What is nearest to each of `samples`. Of a minimizer that more than 200 sequences hold the first 200 count, so
  /// that repeats do not take time without end. With fewer than 4 minimizers nothing is near: they say too little.
  std::vector<NearHit> nearest(const std::vector<Sample>& samples, ThreadPool& pool) const;

 private:
  /// `counts` (sequences) is all 0 before and after.
  NearHit nearest(std::span<const uint8_t> tokens, std::vector<int32_t>& counts) const;

  size_t sequences_;
  std::vector<std::pair<uint64_t, int32_t>> holders_;  // minimizer, sequence; sorted
};

}  // namespace undula
