#include "genomics/tasks/score/change_scorer.h"

#include <algorithm>
#include <utility>

#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr int64_t kEverywhere = -1;
constexpr size_t kReadAtOnce = 16;  // so that memory does not grow with how many changes are scored together

/// The sum of the log-probabilities of all tokens.
double log_likelihood(const LogProbabilities& table, const std::vector<uint8_t>& tokens) {
  double sum = 0;
  for (size_t t = 0; t < tokens.size(); ++t) sum += log_probability_of(table, static_cast<int64_t>(t), tokens[t]);
  return sum;
}

}  // namespace

std::vector<uint8_t> SequenceChange::changed() const {
  std::vector<uint8_t> tokens(window.begin(), window.begin() + begin);
  tokens.insert(tokens.end(), alt.begin(), alt.end());
  tokens.insert(tokens.end(), window.begin() + end, window.end());
  return tokens;
}

SequenceChange SequenceChange::reversed() const {
  SequenceChange other = *this;
  reverse_complement(other.window);
  reverse_complement(other.alt);
  other.begin = static_cast<int64_t>(window.size()) - end;
  other.end = static_cast<int64_t>(window.size()) - begin;
  return other;
}

int64_t ChangeScorer::longest_change(int64_t window) const {
  const int64_t half = (window + 1) / 2;
  return model_.causal() ? half : std::min(half, kMostMasked);
}

std::vector<double> ChangeScorer::score(std::span<const SequenceChange> changes) {
  for (size_t i = 0; i < changes.size(); ++i) {
    ask(changes[i], i, both_strands_ ? 0.5 : 1);
    if (both_strands_) ask(changes[i].reversed(), i, 0.5);
  }
  read();
  std::vector<double> scores(changes.size(), 0.0);
  for (const Term& term : terms_) scores[term.change] += term.factor * term.value;
  terms_.clear();
  return scores;
}

void ChangeScorer::ask(const SequenceChange& change, size_t number, double factor) {
  const Term gained{number, factor, kEverywhere, 0}, lost{number, -factor, kEverywhere, 0};
  const auto inserted = static_cast<int64_t>(change.alt.size());
  if (model_.causal()) {
    add(change.changed(), gained);
    add(change.window, lost);
  } else if (inserted == change.end - change.begin) {
    ask_masked_bases(change, gained);
  } else {
    ask_pseudo_likelihood(change.changed(), change.begin, change.begin + inserted, gained);
    ask_pseudo_likelihood(change.window, change.begin, change.end, lost);
  }
}

void ChangeScorer::ask_masked_bases(const SequenceChange& change, const Term& term) {
  std::vector<uint8_t> tokens = change.window;
  for (size_t i = 0; i < change.alt.size(); ++i) {
    uint8_t& token = tokens[static_cast<size_t>(change.begin) + i];
    if (token != change.alt[i]) token = kMaskToken;
  }
  for (size_t i = 0; i < change.alt.size(); ++i) {
    const int64_t position = change.begin + static_cast<int64_t>(i);
    if (tokens[static_cast<size_t>(position)] != kMaskToken) continue;
    add(tokens, {term.change, term.factor, position, change.alt[i]});
    add(tokens, {term.change, -term.factor, position, change.window[static_cast<size_t>(position)]});
  }
}

void ChangeScorer::ask_pseudo_likelihood(const std::vector<uint8_t>& tokens, int64_t begin, int64_t end,
                                         const Term& term) {
  const int64_t last = std::min(end + kFlank, static_cast<int64_t>(tokens.size()));
  for (int64_t t = std::max<int64_t>(begin - kFlank, 0); t < last; ++t) {
    std::vector<uint8_t> masked = tokens;
    const uint8_t token = std::exchange(masked[static_cast<size_t>(t)], kMaskToken);
    add(std::move(masked), {term.change, term.factor, t, token});
  }
}

void ChangeScorer::add(std::vector<uint8_t> tokens, const Term& term) {
  const std::string_view text(reinterpret_cast<const char*>(tokens.data()), tokens.size());
  const auto [known, is_new] = number_of_.try_emplace(text, sequences_.size());
  if (is_new) {
    sequences_.push_back(std::move(tokens));  // the text that the key looks at stays where it is
    terms_of_.emplace_back();
  }
  terms_of_[known->second].push_back(terms_.size());
  terms_.push_back(term);
}

void ChangeScorer::read() {
  for (size_t first = 0; first < sequences_.size(); first += kReadAtOnce) {
    const size_t count = std::min(kReadAtOnce, sequences_.size() - first);
    const auto tables = model_.log_probabilities(std::span(sequences_).subspan(first, count));
    for (size_t i = 0; i < count; ++i) {
      for (const size_t number : terms_of_[first + i]) {
        Term& term = terms_[number];
        term.value = term.position == kEverywhere ? log_likelihood(tables[i], sequences_[first + i])
                                                  : log_probability_of(tables[i], term.position, term.token);
      }
    }
  }
  number_of_.clear();
  sequences_.clear();
  terms_of_.clear();
}

}  // namespace undula
