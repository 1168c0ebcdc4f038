#pragma once
#include <string>

#include "audio/tasks/evaluate_sound.h"
#include "core/io/json.h"

namespace undula::cli {

/// What a classifier of sounds makes of labelled sounds, for people: metrics with 95 % intervals beside the baseline's,
/// what the duration alone scores, the confusion matrix, figures by group.
std::string sound_evaluation_text(const SoundEvaluation& found, const SoundClassifier& classifier);
/// The same as one JSON object.
JsonObject sound_evaluation_json(const SoundEvaluation& found, const SoundClassifier& classifier);
/// The same as a page.
std::string sound_evaluation_page(const SoundEvaluation& found, const SoundClassifier& classifier);

}  // namespace undula::cli
