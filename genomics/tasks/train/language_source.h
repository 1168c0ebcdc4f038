#pragma once
#include <memory>
#include <vector>

#include "core/base/random.h"
#include "core/model/config.h"
#include "genomics/windows/genome_window_source.h"

namespace undula {

/// How windows of genomes become tasks for a language model.
struct LanguageObjective {
  HeadKind head = HeadKind::kNextToken;  ///< or kMaskedToken
  double soft_mask_weight = 1;           ///< of a base in lower case in the loss
  uint64_t seed = 0;                     ///< of what is masked
};

/// Windows of one or more genomes with what a language model has to predict in them (docs/numerics.md). What is masked
/// is a pure function of (seed, pass, window, position). Ambiguous positions are neither masked nor predicted.
class LanguageSource : public SampleSource {
 public:
  LanguageSource(std::vector<std::unique_ptr<GenomeWindowSource>> genomes, const LanguageObjective& objective);

  int64_t size() const override { return ends_.back(); }
  int64_t max_length() const override { return max_length_; }
  int64_t length(int64_t pass, int64_t i) const override;
  void get(int64_t pass, int64_t i, Sample& out) const override;
  int64_t views() const override { return genomes_.front()->views(); }

  /// Windows left out so far because too much of them is ambiguous.
  int64_t skipped() const;

 private:
  struct Place {
    const GenomeWindowSource& genome;
    int64_t window;
  };
  Place place(int64_t i) const;
  /// Masks tokens that `out.targets` holds, and unsets the targets of all others.
  void mask(const RandomKey& key, Sample& out) const;

  std::vector<std::unique_ptr<GenomeWindowSource>> genomes_;
  std::vector<int64_t> ends_;  // of the genomes' windows, laid end to end
  LanguageObjective objective_;
  int64_t max_length_ = 0;
};

}  // namespace undula
