#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "genomics/io/indexed_fasta.h"
#include "genomics/io/variant_reader.h"
#include "genomics/io/variant_writer.h"
#include "genomics/tasks/score/allele.h"
#include "genomics/tasks/score/change_scorer.h"

namespace undula {

inline constexpr const char* kRatioField = "UND_LLR";  ///< INFO: the log-likelihood ratio of each allele
inline constexpr const char* kSkipField = "UND_SKIP";  ///< INFO: why an allele has none

struct VariantOptions {
  int64_t window = 0;  ///< bases of the reference around a change; 0: what the model was trained on
  bool both_strands = true;
};

/// What a run has seen.
struct VariantTotals {
  int64_t records = 0, scored = 0;                 ///< scored: alleles
  int64_t clipped = 0;                             ///< scored alleles whose window the end of a contig cuts short
  std::array<int64_t, kSkipReasons> skipped = {};  ///< by reason: alleles, and records without ALT
};

/// Gives every alternative allele of a variant file its log-likelihood ratio to the reference (ChangeScorer). Every
/// record is written, in its place and with its other fields as they are; memory depends on the window, not on the
/// number of records. docs/variants.md says what the fields mean.
class VariantTask {
 public:
  VariantTask(LanguageModel& model, const IndexedFasta& reference, const VariantOptions& options);

  /// The INFO fields that run() sets, to be declared by the writer. `model`: how the model is called.
  std::vector<AlleleField> fields(const std::string& model) const;

  /// Errors: those of the reader and the writer; all records before a bad one have been written.
  void run(VariantReader& reader, VariantWriter& writer, const std::function<void(int64_t records)>& progress);

  const VariantTotals& totals() const { return totals_; }

 private:
  /// A record, and for each of its alleles the number of its change or the reason that there is none.
  struct Site {
    VariantRecord record;
    std::vector<SkipReason> skip;
    std::vector<size_t> change;
  };

  void take(Site& site);
  SkipReason take_allele(const Site& site, int64_t alt);
  void annotate(Site& site, const std::vector<double>& ratios);

  const IndexedFasta& reference_;
  VariantOptions options_;
  ChangeScorer scorer_;
  std::vector<SequenceChange> changes_;
  VariantTotals totals_;
};

}  // namespace undula
