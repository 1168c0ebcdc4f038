#pragma once
#include <string>

#include "core/io/json.h"
#include "core/report/line_plot.h"

namespace undula {

/// The folder of one training run: model.safetensors (the best weights), checkpoint/last.safetensors (to go on from),
/// metrics.jsonl and TensorBoard events (run_log.h), run.toml (the resolved configuration), run.json (what ran where),
/// report.html.
class RunFolder {
 public:
  /// Makes the folder `path`, or `path-2`, `path-3`... where that name is taken.
  static RunFolder create(const std::string& path);
  /// The folder of a run that is to go on, rid of half-written files. Throws kMissing where there is none with a
  /// checkpoint.
  static RunFolder open(const std::string& path);

  const std::string& path() const { return path_; }
  std::string model() const { return path_ + "/model.safetensors"; }
  std::string checkpoint() const { return path_ + "/checkpoint/last.safetensors"; }
  std::string metrics() const { return path_ + "/metrics.jsonl"; }
  std::string config() const { return path_ + "/run.toml"; }
  std::string record() const { return path_ + "/run.json"; }
  std::string report() const { return path_ + "/report.html"; }

  /// Appends one line to metrics.jsonl; its first key must be "step".
  void log(const JsonObject& line) const;
  /// The numbers that metrics.jsonl holds under `key`, with their steps.
  Series read(const std::string& key) const;
  /// Drops the lines of metrics.jsonl after `step`: those that training will write again.
  void forget_after(int64_t step) const;

 private:
  explicit RunFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace undula
