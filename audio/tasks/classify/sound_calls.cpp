#include "audio/tasks/classify/sound_calls.h"

#include <algorithm>

namespace undula {
namespace {

SoundCall decide(const SoundMean& row, const SoundClassifier& classifier, double confidence) {
  SoundCall call{row};
  if (row.values.empty()) return call;
  call.probabilities = classifier.probabilities(row.values);
  const auto top = std::max_element(call.probabilities.begin(), call.probabilities.end());
  if (*top >= confidence) call.label = static_cast<int32_t>(top - call.probabilities.begin());
  return call;
}

}  // namespace

SoundCalls::SoundCalls(SoundClassifier& classifier, const SoundCallOptions& options,
                       std::function<void(const SoundCall&)> receive)
    : SoundMeans(
          {classifier.window(), classifier.batch_size(), classifier.classes(), options.hop, options.silence,
           options.at_once},
          [&classifier](std::vector<std::vector<float>> windows) { return classifier.logits(std::move(windows)); },
          [&classifier, confidence = options.confidence, receive = std::move(receive)](const SoundMean& row) {
            receive(decide(row, classifier, confidence));
          }) {}

}  // namespace undula
