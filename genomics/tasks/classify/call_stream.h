#pragma once
#include <functional>
#include <string>
#include <vector>

#include "genomics/tasks/classify/window_means.h"
#include "genomics/tasks/model/classifier.h"

namespace undula {

inline constexpr const char* kUnclassified = "unclassified";  ///< the label of a call without a class

/// What a classifier says about one record, pair of records, or window.
struct Call {
  std::string id;
  int64_t begin = 0, end = 0;        ///< the part of the record, 0-based, half-open
  std::vector<RowRecord> records;    ///< one, or the mates of a pair
  std::vector<float> probabilities;  ///< one per class; empty: there was no base to read
  uint32_t digest = 0;               ///< see WindowMean
  bool abstained = false;            ///< the most probable class is not probable enough to be the label

  /// Index of the most probable class, the first of equals; -1 where there was no base to read.
  int64_t best() const;
  /// Index of the class that the record is labelled with; -1: unclassified.
  int64_t label() const { return abstained ? -1 : best(); }
};

/// The shortest digits that read back to the same fp32 value, never with an exponent.
std::string probability_text(float value);

/// Turns windows into calls: the probabilities are those of the averaged logits, at the classifier's temperature.
class CallStream : public WindowMeans {
 public:
  /// `emit` gets every call, in order.
  CallStream(Classifier& classifier, std::function<void(Call&)> emit);
};

}  // namespace undula
