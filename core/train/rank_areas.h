#pragma once
#include <cstdint>

namespace undula {

/// The areas under the ROC curve and under the curve of precision and recall, of items that come by falling score, ties
/// together.
class RankAreas {
 public:
  /// So many items of the class and of others have the next lower score.
  void add_tie(int64_t positives, int64_t negatives) {
    lost_pairs_ += positives * (2 * negatives_ + negatives);
    positives_ += positives;
    negatives_ += negatives;
    if (positives > 0)
      precision_ += static_cast<double>(positives) * static_cast<double>(positives_) /
                    static_cast<double>(positives_ + negatives_);
  }
  /// AUROC, ties counting half, and AUPRC (average precision, ties entering together). NaN where there are no positives
  /// or, for AUROC, no negatives.
  double auroc() const;
  double auprc() const;

 private:
  int64_t positives_ = 0, negatives_ = 0;
  int64_t lost_pairs_ = 0;  // twice the number of (positive, higher negative), ties once
  double precision_ = 0;    // summed over positives
};

}  // namespace undula
