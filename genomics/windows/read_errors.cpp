#include "genomics/windows/read_errors.h"

#include <cmath>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {

int64_t ReadErrors::source_length(int64_t length) const {
  if (deletion <= 0) return length;
  return length + static_cast<int64_t>(std::ceil(2 * deletion * static_cast<double>(length))) + 4;
}

ReadOutcome read_with_errors(std::span<const uint8_t> source, int64_t length, const ReadErrors& errors,
                             const RandomKey& key, std::vector<uint8_t>& read) {
  const auto available = static_cast<int64_t>(source.size());
  require(length <= available, "read_with_errors", "the source is shorter than the read");
  read.clear();
  if (!errors.any()) {
    read.assign(source.begin(), source.begin() + length);
    return {length, 0};
  }
  const RandomKey bases = key.fold(1);
  const double deleted = errors.deletion, inserted = deleted + errors.insertion;
  const double substituted = inserted + errors.substitution;
  ReadOutcome outcome;
  for (uint64_t draw = 0; static_cast<int64_t>(read.size()) < length; ++draw) {
    const double u = key.uniform(draw);
    const int64_t missing = length - static_cast<int64_t>(read.size());
    if (u < deleted && available - outcome.used > missing) {
      ++outcome.used;
      ++outcome.errors;
    } else if (u >= deleted && u < inserted) {
      read.push_back(static_cast<uint8_t>(bases.below(draw, 4)));
      ++outcome.errors;
    } else {
      uint8_t token = source[static_cast<size_t>(outcome.used++)];
      if (u >= inserted && u < substituted && token < kAmbiguousToken) {
        token = static_cast<uint8_t>((token + 1 + bases.below(draw, 3)) % 4);
        ++outcome.errors;
      }
      read.push_back(token);
    }
  }
  return outcome;
}

}  // namespace undula
