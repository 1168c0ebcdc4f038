#pragma once
#include <string>

#include "audio/tasks/language/evaluate_sound_language.h"
#include "audio/tasks/language/language_task.h"
#include "cli/output/report_lines.h"

namespace undula::cli {

/// What is about to be done; `seconds` it is expected to take.
ReportLines describe_plan(const SoundLanguageTask& task, double seconds);
/// The weights of a trigram in words.
std::string trigram_text(const TrigramSettings& settings);
/// What the evaluation of a language model of sound found.
ReportLines sound_language_lines(const SoundLanguageModel& model, const SoundLanguageEvaluation& found);

}  // namespace undula::cli
