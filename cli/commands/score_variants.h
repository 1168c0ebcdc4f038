#pragma once
#include <string>

#include "cli/options/common_options.h"
#include "cli/options/option_set.h"
#include "genomics/tasks/score/variant_task.h"

namespace undula::cli {

/// `undula score MODEL --vcf FILE`: every allele of a variant file against the reference.
class ScoreVariants {
 public:
  void declare(OptionSet& options);
  /// True where --vcf was given.
  bool asked() const { return !vcf_.empty(); }
  /// Scores and writes to `out`. Errors: kUsage for options that do not fit together, and those of VariantTask.
  void run(const std::string& model, const std::string& out, bool both_strands, const CommonOptions& common);

 private:
  VariantOutput output(const std::string& out) const;

  std::string vcf_, reference_, format_;
  bool index_ = false;
  VariantOptions task_;
};

}  // namespace undula::cli
