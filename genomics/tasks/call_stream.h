#pragma once
#include <functional>
#include <string>
#include <vector>

#include "genomics/tasks/classifier.h"
#include "genomics/tasks/window_means.h"

namespace undula {

inline constexpr const char* kUnclassified = "unclassified";  ///< the label of a call without a class

/// What a classifier says about one record, pair of records, or window.
struct Call {
  std::string id;
  int64_t begin = 0, end = 0;        ///< the part of the record, 0-based, half-open
  std::vector<float> probabilities;  ///< one per class; empty: unclassified, there was no base to read

  /// Index of the most probable class, the first of equals; -1 when unclassified.
  int64_t best() const;
};

/// Turns windows into calls: the probabilities are those of the averaged logits, at the classifier's temperature.
class CallStream : public WindowMeans {
 public:
  /// `emit` gets every call, in order.
  CallStream(Classifier& classifier, std::function<void(const Call&)> emit);
};

}  // namespace undula
