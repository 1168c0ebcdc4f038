#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "genomics/tasks/classify/classify_journal.h"

namespace undula::cli {

/// Thrown where a signal asked a run to stop and its last checkpoint is saved.
struct Stopped {};

/// A line for each of `inputs` that is a file: its name, bytes and time of change in nanoseconds.
std::string input_stamps(const std::vector<std::string>& inputs);

/// When a classification saves checkpoints: at its first call, and then so often that saving takes at most a twentieth
/// of the time. It saves a last one and stops where a signal asks for it.
class ResumePoints {
 public:
  /// Goes on from the journal's last checkpoint, where there is one.
  explicit ResumePoints(const ClassifyJournal& journal);

  const std::optional<ClassifyCheckpoint>& from() const { return from_; }
  OutputSpots spots() const;
  /// To be called after every call that was written; `now` gives the checkpoint of that moment.
  void reached(const std::function<ClassifyCheckpoint()>& now);
  /// All outputs are committed.
  void finish() const { journal_.remove(); }

 private:
  using Clock = std::chrono::steady_clock;

  ClassifyJournal journal_;
  std::optional<ClassifyCheckpoint> from_;
  Clock::time_point next_{};
};

}  // namespace undula::cli
