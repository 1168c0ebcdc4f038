#include "cli/commands/classify_runner.h"

#include <chrono>
#include <cstdio>

#include "cli/output/classify_summary.h"
#include "cli/output/kraken_report.h"
#include "cli/signals.h"
#include "cli/term/format.h"
#include "core/base/error.h"
#include "genomics/io/text_writer.h"

namespace undula::cli {

void ClassifyRunner::go_on(const ClassifyJournal& journal) {
  points_.emplace(journal);
  if (!points_->from()) return;
  rows_ = points_->from()->calls;
  if (!common_.quiet) std::fprintf(stderr, "going on after %s rows\n", grouped(rows_).c_str());
}

void ClassifyRunner::row_written(const ClassifyTask& task, int64_t alignments) {
  progress_->update(++rows_, 0);
  if (!points_) return;
  points_->reached([&] {
    ClassifyCheckpoint now = task.checkpoint();
    now.alignments = alignments;
    for (ResumableOutput* output : outputs_) now.outputs.push_back(output->save());
    return now;
  });
}

int ClassifyRunner::run(ClassifyTask& task, const ClassifierCard& card, const std::vector<ResumableOutput*>& outputs,
                        const std::function<void()>& classify) {
  outputs_ = outputs;
  std::optional<TextWriter> report;
  if (!report_.empty()) report.emplace(report_);
  progress_.emplace("classifying", "rows", progress_style(common_.quiet, common_.verbose));
  const auto start = std::chrono::steady_clock::now();
  if (from()) task.go_on(*from());
  try {
    classify();
    task.check_skipped();
  } catch (const Stopped&) {
    return stopped();
  } catch (const Error&) {
    progress_->clear();
    keep_partial();
    throw;
  }
  if (report) {
    report->write(kraken_report(task.totals(), card.classes));
    report->commit();
  }
  for (ResumableOutput* output : outputs_) output->commit();
  if (points_) points_->finish();
  progress_->clear();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!common_.quiet) std::fputs(classify_summary(task.totals(), card, confidence_, seconds).c_str(), stderr);
  return 0;
}

int ClassifyRunner::stopped() {
  progress_->clear();
  if (!common_.quiet)
    std::fprintf(stderr, "stopped after %s rows; to go on, give the same command again\n", grouped(rows_).c_str());
  return stop_exit_code(stop_signal());
}

void ClassifyRunner::keep_partial() const {
  std::string kept;
  for (ResumableOutput* output : outputs_) {
    const std::string name = rows_ > 0 ? output->keep_partial() : "";
    if (!name.empty()) kept += (kept.empty() ? "" : ", ") + name;
  }
  if (!kept.empty()) std::fprintf(stderr, "the rows before the error are in %s\n", kept.c_str());
}

}  // namespace undula::cli
