#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/io/json.h"
#include "core/train/run_folder.h"
#include "core/train/training_run.h"

namespace undula::cli {

/// run.json, the record of a training run: the command, where and with what it ran, the files it read, how it ended
/// and how long its parts took. It is there from before the first step, in the state "running": what a kill leaves.
/// Other states are "finished", "stopped early" (patience spent), "interrupted" and "failed". A run that goes on keeps
/// the record of what was before as "earlier".
class TrainRecord {
 public:
  /// The part of the work that began where the last one ended, or with this object, is done. Returns its seconds.
  double end_part(const std::string& name);

  /// Writes all that is known before the first step: `describe_data` adds what the `files` hold. Reads the files once
  /// more, for their digests.
  void begin(const RunFolder& folder, TrainingRun& run, const std::vector<std::string>& files,
             const std::function<void(JsonObject&)>& describe_data);
  /// Writes how it ended.
  void end(const std::string& state, const TrainingRun& run, const std::string& error = "");

 private:
  std::string path_;
  JsonObject facts_, seconds_;
  std::chrono::steady_clock::time_point part_began_ = std::chrono::steady_clock::now();
};

}  // namespace undula::cli
