#include "cli/output/resume_points.h"

#include <sys/stat.h>

#include "cli/signals.h"

namespace undula::cli {

std::string input_stamps(const std::vector<std::string>& inputs) {
  std::string stamps;
  for (const std::string& input : inputs) {
    struct stat status;
    if (stat(input.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    stamps += input + " of " + std::to_string(status.st_size) + " bytes, changed at " +
              std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + "\n";
  }
  return stamps;
}

ResumePoints::ResumePoints(const ClassifyJournal& journal) : journal_(journal), from_(journal.load()) {
  if (!from_) journal_.remove();
  note_stop_signals();
}

OutputSpots ResumePoints::spots() const {
  return {true, from_ ? from_->outputs : std::vector<OutputSpot>{}};
}

void ResumePoints::reached(const std::function<ClassifyCheckpoint()>& now) {
  const auto began = Clock::now();
  const bool stop = stop_signal() != 0;
  if (began < next_ && !stop) return;
  journal_.save(now());
  const auto ended = Clock::now();
  next_ = ended + 20 * (ended - began);
  if (stop) throw Stopped{};
}

}  // namespace undula::cli
