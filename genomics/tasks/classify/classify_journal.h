#pragma once
#include <optional>
#include <string>
#include <vector>

#include "genomics/tasks/classify/classify_checkpoint.h"

namespace undula {

/// What decides which bytes a classification writes.
struct ClassifyRun {
  std::string program;  ///< version and instruction set
  std::string model;    ///< checksum of its file
  std::string options;  ///< as lines of TOML
  std::string inputs;   ///< a line for each file: its name, size and time of change
};

/// The file beside unfinished outputs that says how far they got: a safetensors file with a checksum, replaced as a
/// whole at every checkpoint.
class ClassifyJournal {
 public:
  /// `outputs`: their paths, in the order of ClassifyCheckpoint::outputs; the first names the journal.
  ClassifyJournal(std::vector<std::string> outputs, ClassifyRun run);

  const std::string& path() const { return path_; }
  /// The last checkpoint; nothing where there is none, or where an unfinished output is gone or shorter than it was.
  /// Errors: kUsage where it is of a run with other options or another program, kBadInput where it is of another model
  /// or of other inputs, or damaged.
  std::optional<ClassifyCheckpoint> load() const;
  void save(const ClassifyCheckpoint& checkpoint) const;
  /// Removes the journal, and what killed programs left of new ones.
  void remove() const;

 private:
  void check_same_run(const ClassifyRun& then) const;

  std::vector<std::string> outputs_;
  ClassifyRun run_;
  std::string path_;
};

}  // namespace undula
