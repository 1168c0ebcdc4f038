#include "cli/output/announce_resampling.h"

#include <cstdio>

#include "cli/term/format.h"

namespace undula::cli {

void announce_resampling(const SoundReader& sound, int64_t rate, bool quiet) {
  const int own = sound.format().rate;
  if (own == rate || quiet) return;
  std::fprintf(stderr, "resampling %s from %s to the model's %s Hz\n", sound.name().c_str(), grouped(own).c_str(),
               grouped(rate).c_str());
}

}  // namespace undula::cli
