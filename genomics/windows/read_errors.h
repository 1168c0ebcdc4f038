#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"

namespace undula {

/// Chances per base that a sequencer reads another base, reads one that is not there, or misses one.
struct ReadErrors {
  double substitution = 0;
  double insertion = 0;
  double deletion = 0;

  bool any() const { return substitution > 0 || insertion > 0 || deletion > 0; }
  /// Bases of source to offer for a read of `length`, so that deletions seldom run short.
  int64_t source_length(int64_t length) const;
};

struct ReadOutcome {
  int64_t used = 0;    ///< tokens of the source that the read spans
  int64_t errors = 0;  ///< substitutions, insertions and deletions made
};

/// Writes a read of exactly `length` tokens from the start of `source`, which must hold as many. Where the source would
/// run short nothing more is deleted. Ambiguous tokens are never substituted. A pure function of `key`.
ReadOutcome read_with_errors(std::span<const uint8_t> source, int64_t length, const ReadErrors& errors,
                             const RandomKey& key, std::vector<uint8_t>& read);

}  // namespace undula
