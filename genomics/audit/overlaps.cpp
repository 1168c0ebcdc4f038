#include "genomics/audit/overlaps.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace undula {
namespace {

/// The sequences of train by record and beginning.
class TrainParts {
 public:
  TrainParts(const std::vector<LabelledPlace>& places, const std::vector<LabelledSequence>& sequences)
      : places_(places) {
    for (size_t i = 0; i < sequences.size(); ++i) {
      if (sequences[i].split == Split::kTrain) order_.push_back(i);
    }
    std::stable_sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
      return std::tie(places[a].record, places[a].window.begin) < std::tie(places[b].record, places[b].window.begin);
    });
    for (size_t k = 0; k < order_.size(); ++k) {
      const LabelledPlace& place = places[order_[k]];
      const bool continues = k > 0 && places[order_[k - 1]].record == place.record;
      reach_.push_back(continues ? std::max(reach_.back(), place.window.end) : place.window.end);
    }
  }

  /// The one that covers most of a sequence; share 0 where none does.
  Overlap best_for(size_t sequence) const {
    const LabelledPlace& place = places_[sequence];
    Overlap best{static_cast<int64_t>(sequence), 0, 0};
    auto k = std::partition_point(order_.begin(), order_.end(),
                                  [&](size_t i) {
                                    return std::tie(places_[i].record, places_[i].window.begin) <
                                           std::tie(place.record, place.window.end);
                                  }) -
             order_.begin();
    while (k-- > 0) {
      const LabelledPlace& other = places_[order_[static_cast<size_t>(k)]];
      if (other.record != place.record || reach_[static_cast<size_t>(k)] <= place.window.begin) break;
      const int64_t shared =
          std::min(place.window.end, other.window.end) - std::max(place.window.begin, other.window.begin);
      const double share = static_cast<double>(shared) / static_cast<double>(place.window.length());
      if (share > best.share) best = {best.sequence, static_cast<int64_t>(order_[static_cast<size_t>(k)]), share};
    }
    return best;
  }

 private:
  const std::vector<LabelledPlace>& places_;
  std::vector<size_t> order_;
  std::vector<int64_t> reach_;  // the furthest end of a record's parts up to this one
};

}  // namespace

std::vector<Overlap> find_overlaps(const LabelledData& data) {
  const std::vector<LabelledSequence> sequences = data.sequences();
  const TrainParts train(data.places, sequences);
  std::vector<Overlap> found;
  for (size_t i = 0; i < sequences.size(); ++i) {
    if (sequences[i].split != Split::kValid && sequences[i].split != Split::kTest) continue;
    const Overlap best = train.best_for(i);
    if (best.share > 0) found.push_back(best);
  }
  return found;
}

}  // namespace undula
