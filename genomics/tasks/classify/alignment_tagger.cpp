#include "genomics/tasks/classify/alignment_tagger.h"

#include <utility>

namespace undula {

void AlignmentTagger::add(AlignmentRecord record, std::optional<int64_t> call) {
  if (seen_++ < written_) return;
  if (waiting_.empty() && !call) {
    write(record);
  } else {
    waiting_bytes_ += record.bytes();
    waiting_.push_back({std::move(record), call});
  }
}

void AlignmentTagger::write(const AlignmentRecord& record) {
  writer_.write(record);
  ++written_;
}

void AlignmentTagger::tag(const Call& call) {
  const int64_t label = call.label(), best = call.best();
  for (; !waiting_.empty() && waiting_.front().call.value_or(calls_) == calls_; waiting_.pop_front()) {
    AlignmentRecord& record = waiting_.front().record;
    waiting_bytes_ -= record.bytes();
    if (waiting_.front().call) {
      record.set_tag(kLabelTag, label < 0 ? kUnclassified : classes_[static_cast<size_t>(label)]);
      if (best >= 0) record.set_tag(kProbabilityTag, call.probabilities[static_cast<size_t>(best)]);
    }
    write(record);
  }
  ++calls_;
}

}  // namespace undula
