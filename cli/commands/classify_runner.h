#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/options/common_options.h"
#include "cli/output/resume_points.h"
#include "cli/term/progress.h"
#include "genomics/tasks/classify/classify_task.h"

namespace undula::cli {

/// What `undula classify` does whatever it writes: progress, checkpoints, the report of labels, what is kept after an
/// error, and the summary.
class ClassifyRunner {
 public:
  /// `report`: the file to write the report into; empty for none.
  ClassifyRunner(const CommonOptions& common, std::string report, double confidence)
      : common_(common), report_(std::move(report)), confidence_(confidence) {}

  /// Makes the run one that can be interrupted, and that goes on with the one before, where that was.
  void go_on(const ClassifyJournal& journal);
  /// Where the run goes on; nothing: at the start.
  std::optional<ClassifyCheckpoint> from() const { return points_ ? points_->from() : std::nullopt; }
  /// How to open the outputs.
  OutputSpots spots() const { return points_ ? points_->spots() : OutputSpots{}; }

  /// To be called after each call, with the alignment records written so far.
  void row_written(const ClassifyTask& task, int64_t alignments = 0);
  /// Runs `classify`, which writes into `outputs`, in the order of spots(), and finishes them. The exit code.
  int run(ClassifyTask& task, const ClassifierCard& card, const std::vector<ResumableOutput*>& outputs,
          const std::function<void()>& classify);

 private:
  int stopped();
  /// Keeps what was written before an error.
  void keep_partial() const;

  const CommonOptions& common_;
  std::string report_;
  double confidence_;
  std::optional<ResumePoints> points_;
  std::optional<Progress> progress_;
  std::vector<ResumableOutput*> outputs_;
  int64_t rows_ = 0;
};

}  // namespace undula::cli
