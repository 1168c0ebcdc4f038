#pragma once
#include <string>
#include <vector>

#include "audio/tasks/labelled/sound_data.h"
#include "core/audit/finding.h"
#include "core/audit/flagged_pair.h"
#include "core/audit/overlaps.h"
#include "core/audit/quantiles.h"

namespace undula {

/// The sounds of one class in one split.
struct SoundClassSummary {
  Split split = Split::kNone;
  int32_t label = 0;
  int64_t sounds = 0;
  double seconds = 0;  ///< of all
  Quantiles duration;  ///< seconds
  Quantiles level;     ///< dBFS, RMS
  std::vector<std::string>
      recorded;  ///< what their files are: "WAV (Microsoft), Signed 16 bit PCM, 8000 Hz, 1 channel"
};

/// All that an audit of sounds finds.
struct SoundAudit {
  std::vector<SoundClassSummary> classes;
  Copies copies;
  std::vector<Overlap> overlaps;
  Split judged = Split::kNone;  ///< what `scores` are about: test or, where there is none, valid
  /// The majority class; sample rate, format, channels, peak, level and duration alone; and looking up copies in train,
  /// else one class for all, the one that does best.
  std::vector<CueScore> scores;
  std::vector<Finding> findings;
};

/// Audits a data set, every sound of which has a split and a label. Scores have intervals where `bootstrap` says from
/// how many resamples; null: none.
SoundAudit audit_sounds(const SoundData& data, const BootstrapOptions* bootstrap, ThreadPool& pool);

/// All pairs of copies and overlaps, kind after kind, each in the order of the data.
std::vector<FlaggedPair> flagged_pairs(const SoundAudit& audit, const SoundData& data);

}  // namespace undula
