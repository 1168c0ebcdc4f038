#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "genomics/tasks/model/language_model.h"

namespace undula {

/// A piece of the reference and what a variant makes of it: tokens [begin, end) become `alt`.
struct SequenceChange {
  std::vector<uint8_t> window;
  int64_t begin = 0, end = 0;
  std::vector<uint8_t> alt;

  /// The window with the change made.
  std::vector<uint8_t> changed() const;
  /// The same on the other strand.
  SequenceChange reversed() const;
};

/// Log-likelihood ratios of changes by a language model, in nats: above 0 the changed sequence is the likelier.
///
/// Causal model: log P(changed window) - log P(window), each the sum over all of its bases.
/// Masked model, where as many bases come as go: the bases that differ are masked together, and the sum over them of
/// log P(new base) - log P(old base) is taken from that one reading (Meier et al. 2021, "masked marginals").
/// Masked model, where the length changes: the difference of the pseudo-log-likelihoods of the two sequences (Salazar
/// et al. 2020) over the changed bases and kFlank bases on either side, each masked in turn.
///
/// An ambiguous base counts for nothing in any of the sums.
class ChangeScorer {
 public:
  static constexpr int64_t kFlank = 8;
  static constexpr int64_t kMostMasked = 64;

  /// `both_strands`: the mean over the window and its reverse complement.
  ChangeScorer(LanguageModel& model, bool both_strands) : model_(model), both_strands_(both_strands) {}

  /// Bases that a change may take out or put in, in windows of this length.
  int64_t longest_change(int64_t window) const;
  /// One ratio per change. It depends on nothing but that change.
  std::vector<double> score(std::span<const SequenceChange> changes);

 private:
  /// One log-probability that counts for a change: of `token` at a position of a reading, or of all of its tokens.
  struct Term {
    size_t change;
    double factor;
    int64_t position;
    uint8_t token;
    double value = 0;
  };

  void ask(const SequenceChange& change, size_t number, double factor);
  void ask_masked_bases(const SequenceChange& change, const Term& term);
  void ask_pseudo_likelihood(const std::vector<uint8_t>& tokens, int64_t begin, int64_t end, const Term& term);
  /// The term's value is to be had from these tokens, which are read once for all terms that need them.
  void add(std::vector<uint8_t> tokens, const Term& term);
  void read();

  LanguageModel& model_;
  bool both_strands_;
  std::vector<Term> terms_;
  std::vector<std::vector<uint8_t>> sequences_;             // what is to be read,
  std::vector<std::vector<size_t>> terms_of_;               // for which terms,
  std::unordered_map<std::string_view, size_t> number_of_;  // and where it stands
};

}  // namespace undula
