#pragma once
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "genomics/io/alignment_writer.h"
#include "genomics/tasks/classify/call_stream.h"

namespace undula {

inline constexpr const char* kLabelTag = "ul";        ///< Z: the most probable class, or kUnclassified
inline constexpr const char* kProbabilityTag = "up";  ///< f: its probability; not set where there was no base to read

/// Writes alignment records in the order in which they come, those that were classified with their call as tags
/// (docs/tags.md). Records wait here for their call.
class AlignmentTagger {
 public:
  AlignmentTagger(AlignmentWriter& writer, const std::vector<std::string>& classes)
      : writer_(writer), classes_(classes) {}

  /// Goes on where the first `records` records were written, with those of the first `calls` calls.
  void go_on(int64_t records, int64_t calls) {
    written_ = records;
    calls_ = calls;
  }
  /// The next record of the input. `call` is the number of its call, from 0 and never falling; none passes untagged.
  void add(AlignmentRecord record, std::optional<int64_t> call);
  /// The next call, which gives its tags to its records.
  void tag(const Call& call);
  /// Records written.
  int64_t written() const { return written_; }
  /// Memory of the records that wait, in bytes.
  size_t waiting() const { return waiting_bytes_; }

 private:
  struct Waiting {
    AlignmentRecord record;
    std::optional<int64_t> call;
  };

  void write(const AlignmentRecord& record);

  AlignmentWriter& writer_;
  const std::vector<std::string>& classes_;
  std::deque<Waiting> waiting_;
  size_t waiting_bytes_ = 0;
  int64_t calls_ = 0;  // so far
  int64_t seen_ = 0, written_ = 0;
};

}  // namespace undula
