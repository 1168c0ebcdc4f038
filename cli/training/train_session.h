#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audio/tasks/train/sound_train_options.h"
#include "cli/options/common_options.h"
#include "cli/output/report_lines.h"
#include "cli/output/train_record.h"
#include "core/train/training_run.h"
#include "genomics/tasks/train/dna_train_options.h"

namespace undula::cli {

/// What 'undula train' was told.
struct TrainFlags {
  std::vector<std::string> inputs;
  std::string valid, test;
  DnaTrainOptions options;  ///< those of DNA and of every domain; a session fills in what they leave open
  SoundTrainOptions sound;  ///< only those that are for sound alone
  CommonOptions common;

  /// What was said about training on sound.
  SoundTrainOptions sound_options() const;
  /// Fills in what they left open.
  void settle(const SoundTrainOptions& options);
};

/// One training run as the verb sees it, whatever the model is for: made, it has read the data and planned.
class TrainSession {
 public:
  virtual ~TrainSession() = default;

  virtual TrainingRun& run() = 0;
  /// What is about to be done.
  virtual ReportLines plan() const = 0;
  /// The files that were read.
  virtual std::vector<std::string> files() const = 0;
  /// Adds what they hold to the record of the run.
  virtual void describe_data(JsonObject& facts) const = 0;
  /// What the model has to beat, before the first step.
  virtual void fit_baseline() {}
  /// What a validation found, in a few words.
  virtual std::string validation_text(const Evaluation& found) const = 0;
  /// Writes the model and the page of the run, which began at a step and took some seconds.
  virtual void write_results(const RunFolder& folder, int64_t began_at_step, double seconds) = 0;
  /// How good the model is, for standard output; after write_results.
  virtual void add_results(ReportLines& lines) const = 0;
};

/// The model that --from names, or null. `check` throws where it does not read what the data are.
std::shared_ptr<Pretrained> load_pretrained(const TrainOptions& options,
                                            const std::function<void(const ModelFile&)>& check);

/// Judges the model of a run on its test split; nothing where there is none.
std::vector<std::string> evaluation_command(const TrainFlags& flags, const RunFolder& folder, bool has_test);

/// Refuses files of held-out data, for models whose data are parts of genomes.
void check_held_out_parts(const TrainFlags& flags);
/// Refuses labels of positions, for models that have none.
void check_no_labels(const DnaTrainOptions& options);

std::unique_ptr<TrainSession> make_classifier_session(TrainFlags& flags, TrainRecord& record);
std::unique_ptr<TrainSession> make_language_session(TrainFlags& flags, TrainRecord& record);
std::unique_ptr<TrainSession> make_position_session(TrainFlags& flags, TrainRecord& record);
std::unique_ptr<TrainSession> make_sound_classifier_session(TrainFlags& flags, TrainRecord& record);
std::unique_ptr<TrainSession> make_sound_language_session(TrainFlags& flags, TrainRecord& record);
/// The session of any task on sound.
std::unique_ptr<TrainSession> make_sound_session(TrainFlags& flags, TrainRecord& record);

}  // namespace undula::cli
