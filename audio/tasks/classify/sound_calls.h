#pragma once
#include <vector>

#include "audio/tasks/classify/sound_means.h"
#include "audio/tasks/model/sound_classifier.h"

namespace undula {

/// What a model says about a stretch of a sound.
struct SoundCall : SoundMean {            // its values are logits
  std::vector<float> probabilities = {};  ///< of the classes; empty: too quiet to decide
  int32_t label = -1;                     ///< the most probable class; -1: no decision
  float probability() const { return label < 0 ? 0 : probabilities[static_cast<size_t>(label)]; }
};

struct SoundCallOptions {
  double hop = 0;         ///< seconds from one window to the next; 0: one call for each sound
  double silence = -70;   ///< dBFS; what is quieter gets no decision
  double confidence = 0;  ///< calls whose best probability is below it get no decision
  bool at_once = false;   ///< no window waits for others to be run beside it: for live sound
};

/// Classifies the rows of sounds (sound_means.h) and hands the calls on in their order.
class SoundCalls : public SoundMeans {
 public:
  /// `classifier` must outlive this.
  SoundCalls(SoundClassifier& classifier, const SoundCallOptions& options,
             std::function<void(const SoundCall&)> receive);
};

}  // namespace undula
