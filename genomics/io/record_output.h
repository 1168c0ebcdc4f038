#pragma once
#include <string>

namespace undula {

/// An output that records are written into one after the other, as AtomicFile makes it.
class RecordOutput {
 public:
  virtual ~RecordOutput() = default;

  /// Finishes the output; without it a file does not appear.
  virtual void commit() = 0;
  /// Instead of commit() after an error in the input: an output that is written directly gets the rest of what was
  /// written; a file is kept as `path` + ".partial", whose name is returned. Never throws: the first error counts.
  virtual std::string keep_partial() noexcept = 0;

 protected:
  RecordOutput() = default;
  RecordOutput(RecordOutput&&) = default;
  RecordOutput& operator=(RecordOutput&&) = default;
};

}  // namespace undula
