#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/sample.h"
#include "genomics/windows/windows.h"

namespace undula {

/// A record held as tokens.
struct GenomeRecord {
  std::string id;
  std::vector<uint8_t> tokens;
};

/// A labelled part of a record, from which windows are drawn. Windows never reach beyond it.
struct GenomeRegion {
  int32_t record = 0;
  Window window;
  int32_t label = 0;
  float weight = 1;
  std::string group;  ///< where it comes from, as in Sample
  Split split = Split::kNone;
};

/// Labelled sequences too long to be read whole: the counterpart of Dataset.
struct Genomes {
  std::vector<std::string> classes;
  std::vector<GenomeRecord> records;
  std::vector<GenomeRegion> regions;

  /// (classes) bases of each class in one split.
  std::vector<int64_t> bases(Split split) const;
};

}  // namespace undula
