#pragma once
#include <string>
#include <vector>

#include "core/audit/finding.h"
#include "core/base/threads.h"
#include "genomics/audit/distributions.h"
#include "genomics/audit/duplicates.h"
#include "genomics/audit/judged_split.h"
#include "genomics/audit/overlaps.h"

namespace undula {

struct AuditOptions {
  bool near_duplicates = true;  ///< false: only what takes no longer than reading the data
  double threshold = 0.5;       ///< share of a sequence's minimizers that makes it a near-duplicate
};

/// All that an audit of a data set finds.
struct Audit {
  AuditOptions options;
  std::vector<ClassSummary> classes;
  Copies duplicates;
  std::vector<Overlap> overlaps;
  std::vector<JudgedSplit> judged;  ///< valid and test, those that have data
  /// On the last of `judged`: the majority class, length alone, GC alone, and looking up what train holds, else one
  /// class for all, the one that does best; without and with near-duplicates.
  std::vector<CueScore> scores;
  std::vector<Finding> findings;
};

/// Audits a data set, every sequence of which has a split and a label.
Audit audit(const LabelledData& data, const AuditOptions& options, ThreadPool& pool);

/// True where sample i of a judged split is in train nearly, but not exactly.
bool is_near_duplicate(const Audit& audit, const JudgedSplit& judged, size_t i);

}  // namespace undula
