#pragma once
#include <array>
#include <functional>
#include <optional>

#include "genomics/io/indexed_fasta.h"
#include "genomics/tasks/model/classifier.h"
#include "genomics/tasks/model/language_model.h"
#include "genomics/windows/windows.h"

namespace undula {

/// What each base in the place of one base of a sequence changes; positions that are not one base have no effects.
struct BaseEffects {
  int64_t position = 0;            ///< in the contig, 0-based
  uint8_t ref = 0;                 ///< the token that is there
  std::array<double, 4> effect{};  ///< by token; 0 for `ref`
};
using EmitEffects = std::function<void(const BaseEffects&)>;

/// A region of a contig, every base of which is replaced by every other in turn.
struct MutagenesisRegion {
  const IndexedFasta& reference;
  int32_t contig;
  Window part;
};

/// Effects by a language model: log-likelihood ratios as ChangeScorer gives them, each in a window of its own of
/// `window` bases around the position.
void mutate_region(LanguageModel& model, const MutagenesisRegion& region, int64_t window, bool both_strands,
                   const EmitEffects& emit);

/// Effects by a classifier: by how much the logit of one class grows. The model reads the region alone, a long one in
/// the windows in which it is classified; a position counts in the first that covers it.
class ClassifierMutagenesis {
 public:
  /// Reads the region as it is. `target`: the class that is looked at; nothing: the predicted one. Throws kBadInput for
  /// a region without an unambiguous base.
  ClassifierMutagenesis(Classifier& classifier, const MutagenesisRegion& region, std::optional<int64_t> target);

  int64_t target() const { return target_; }
  void run(const EmitEffects& emit);

 private:
  Window window(int64_t i) const;
  std::vector<uint8_t> tokens_of(const Window& part) const;

  Classifier& classifier_;
  int64_t begin_;  // of the region in its contig
  std::vector<uint8_t> tokens_;
  std::vector<double> logits_;  // (windows, classes)
  int64_t target_ = 0;
};

}  // namespace undula
