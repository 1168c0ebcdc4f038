#include "genomics/tasks/score/score_task.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

constexpr int64_t kShort = 16384;  // bases; longer records are scored piece by piece
constexpr int64_t kWaitingBases = 131072;
constexpr size_t kWaitingRecords = 1024;

/// Appends up to `n` bases of the record that `reader` stands in; fewer only at its end.
void append_tokens(SequenceReader& reader, int64_t n, std::vector<uint8_t>& tokens) {
  std::string text(static_cast<size_t>(n), '\0');
  text.resize(static_cast<size_t>(reader.read_bases(text.data(), n)));
  const std::vector<uint8_t> more = tokenize(text);
  tokens.insert(tokens.end(), more.begin(), more.end());
}

std::vector<uint8_t> other_strand(std::vector<uint8_t> tokens) {
  reverse_complement(std::span(tokens));
  return tokens;
}

void add_scores(std::span<const float> scores, double weight, SequenceScore& to) {
  for (const float score : scores) to.log_likelihood += std::isnan(score) ? 0 : weight * score;
}

}  // namespace

double SequenceScore::bits_per_base() const {
  return scored > 0 ? -log_likelihood / (static_cast<double>(scored) * std::numbers::ln2) : std::nan("");
}

void ScoreTask::run(const std::string& path) {
  SequenceReader reader(path);
  try {
    score_records(reader);
  } catch (const Error&) {
    flush();
    throw;
  }
  flush();
}

void ScoreTask::score_records(SequenceReader& reader) {
  for (RecordHeader header; reader.begin_record(header);) {
    SequenceScore score;
    score.id = header.id;
    std::vector<uint8_t> tokens;
    append_tokens(reader, kShort, tokens);
    if (static_cast<int64_t>(tokens.size()) == kShort) {
      flush();
      score_long(reader, std::move(score), std::move(tokens));
      continue;
    }
    score.length = static_cast<int64_t>(tokens.size());
    score.scored = count_valid(tokens);
    waiting_bases_ += score.length;
    waiting_.push_back(std::move(score));
    if (both_strands_) tokens_.push_back(other_strand(tokens));
    tokens_.push_back(std::move(tokens));
    if (waiting_bases_ >= kWaitingBases || waiting_.size() == kWaitingRecords) flush();
  }
}

void ScoreTask::score_long(SequenceReader& reader, SequenceScore score, std::vector<uint8_t> tokens) {
  const auto count = [&score](std::span<const uint8_t> piece) {
    score.length += static_cast<int64_t>(piece.size());
    score.scored += count_valid(piece);
  };
  if (!both_strands_) {
    bool first = true;
    const auto next = [&]() -> std::span<const uint8_t> {
      if (!std::exchange(first, false)) {
        tokens.clear();
        append_tokens(reader, kShort, tokens);
      }
      count(tokens);
      return tokens;
    };
    add(score, next, 1);
  } else {
    for (size_t before = 0; before < tokens.size();) {
      before = tokens.size();
      append_tokens(reader, kShort, tokens);
    }
    count(tokens);
    add(score, whole_sequence(tokens), 0.5);
    reverse_complement(std::span(tokens));
    add(score, whole_sequence(tokens), 0.5);
  }
  emit_(score);
}

void ScoreTask::add(SequenceScore& score, const NextTokens& source, double weight) {
  scorer_.score(source, [&](int64_t, std::span<const float> scores) { add_scores(scores, weight, score); });
}

void ScoreTask::flush() {
  const std::vector<std::vector<float>> scores = scorer_.score(tokens_);
  const size_t strands = waiting_.empty() ? 1 : scores.size() / waiting_.size();
  for (size_t i = 0; i < scores.size(); ++i)
    add_scores(scores[i], 1 / static_cast<double>(strands), waiting_[i / strands]);
  for (const SequenceScore& score : waiting_) emit_(score);
  waiting_.clear();
  tokens_.clear();
  waiting_bases_ = 0;
}

}  // namespace undula
