#include "genomics/tasks/model/language_model.h"

#include <algorithm>
#include <cmath>

#include "genomics/tasks/model/token_rows.h"

namespace undula {
namespace {

constexpr int64_t kRows = 16, kPiece = 2048;

/// Appends log-softmax of `count` rows of four logits.
void append_log_softmax(const float* logits, int64_t count, LogProbabilities& out) {
  for (int64_t t = 0; t < count; ++t, logits += kPredictedTokens) {
    const double top = *std::max_element(logits, logits + kPredictedTokens);
    double sum = 0;
    for (int c = 0; c < kPredictedTokens; ++c) sum += std::exp(logits[c] - top);
    const double log_sum = top + std::log(sum);
    for (int c = 0; c < kPredictedTokens; ++c) out.push_back(static_cast<float>(logits[c] - log_sum));
  }
}

/// Logits of rows of tokens, from scratch.
View logits_of(Context& ctx, const TokenRows& rows) {
  return ctx.scratch({static_cast<int64_t>(rows.lengths.size()), rows.longest, kPredictedTokens}, DType::kF32);
}

}  // namespace

LanguageModel::LanguageModel(const std::string& path, const Compute& compute)
    : file_(read_model(path)), card_(LanguageCard::load(file_)), ctx_(compute), runner_(ctx_, *file_.model) {
  if (!causal()) {
    reserve_masked(card_.window);
    return;
  }
  {
    ScratchScope scope(ctx_);
    logits_of(ctx_, TokenRows(kRows, kPiece));
    ModelStream::plan(ctx_, *file_.model, kRows, kPiece);
  }
  ctx_.arena().reserve();
}

std::vector<LogProbabilities> LanguageModel::log_probabilities(std::span<const std::vector<uint8_t>> sequences) {
  std::vector<LogProbabilities> out(sequences.size());
  for (size_t i = 0; i < sequences.size(); ++i) out[i].reserve(sequences[i].size() * kPredictedTokens);
  causal() ? score_causal(sequences, out) : score_masked(sequences, out);
  return out;
}

void LanguageModel::score_causal(std::span<const std::vector<uint8_t>> sequences, std::vector<LogProbabilities>& out) {
  for (size_t first = 0; first < sequences.size(); first += kRows) {
    const size_t n = std::min<size_t>(kRows, sequences.size() - first);
    size_t longest = 0;
    for (size_t i = 0; i < n; ++i) longest = std::max(longest, sequences[first + i].size());
    ModelStream stream(ctx_, *file_.model, static_cast<int64_t>(n));
    for (size_t begin = 0; begin < longest; begin += kPiece) {
      TokenRows rows(static_cast<int64_t>(n), static_cast<int64_t>(std::min<size_t>(kPiece, longest - begin)));
      for (size_t i = 0; i < n; ++i) {
        const std::span<const uint8_t> tokens(sequences[first + i]);
        if (tokens.size() <= begin) continue;
        const auto piece = tokens.subspan(begin, std::min<size_t>(kPiece, tokens.size() - begin));
        rows.set(i, shifted(piece, begin == 0 ? kBeginToken : tokens[begin - 1]));
      }
      ScratchScope scope(ctx_);
      const View logits = logits_of(ctx_, rows);
      stream.next(rows.token_view(), rows.length_view(), logits);
      Buffer keep;
      const View read = on_host(logits, keep);
      for (size_t i = 0; i < n; ++i)
        append_log_softmax(read.row(static_cast<int64_t>(i)).as<float>(), rows.lengths[i], out[first + i]);
    }
  }
}

void LanguageModel::score_masked(std::span<const std::vector<uint8_t>> sequences, std::vector<LogProbabilities>& out) {
  size_t longest = 0;
  for (const std::vector<uint8_t>& sequence : sequences) longest = std::max(longest, sequence.size());
  reserve_masked(static_cast<int64_t>(longest));
  const auto together = static_cast<size_t>(std::clamp<int64_t>(kRows * kPiece / reserved_length_, 1, kRows));
  for (size_t first = 0; first < sequences.size(); first += together) {
    const size_t n = std::min(together, sequences.size() - first);
    size_t length = 1;
    for (size_t i = 0; i < n; ++i) length = std::max(length, sequences[first + i].size());
    TokenRows rows(static_cast<int64_t>(n), static_cast<int64_t>(length));
    for (size_t i = 0; i < n; ++i) rows.set(i, sequences[first + i]);
    ScratchScope scope(ctx_);
    const View logits = logits_of(ctx_, rows);
    runner_.predict(rows.batch(), logits);
    Buffer keep;
    const View read = on_host(logits, keep);
    for (size_t i = 0; i < n; ++i)
      append_log_softmax(read.row(static_cast<int64_t>(i)).as<float>(), rows.lengths[i], out[first + i]);
  }
}

void LanguageModel::reserve_masked(int64_t length) {
  if (length <= reserved_length_) return;
  reserved_length_ = length;
  ctx_.arena().plan();
  {
    ScratchScope scope(ctx_);
    const int64_t n = std::clamp<int64_t>(kRows * kPiece / length, 1, kRows);
    const View logits = logits_of(ctx_, TokenRows(n, length));
    runner_.predict(Runner::plan_batch(*file_.model, {n, length, n, false}), logits);
  }
  ctx_.arena().reserve();
}

LanguageStream::LanguageStream(LanguageModel& model) : model_(model), stream_(model.ctx_, *model.file_.model, 1) {}

LogProbabilities LanguageStream::next(std::span<const uint8_t> piece) {
  LogProbabilities out;
  out.reserve(piece.size() * kPredictedTokens);
  for (size_t begin = 0; begin < piece.size(); begin += kPiece) {
    const auto part = piece.subspan(begin, std::min<size_t>(kPiece, piece.size() - begin));
    TokenRows rows(1, static_cast<int64_t>(part.size()));
    rows.set(0, shifted(part, before_));
    before_ = part.back();
    ScratchScope scope(model_.ctx_);
    const View logits = logits_of(model_.ctx_, rows);
    stream_.next(rows.token_view(), View(), logits);
    Buffer keep;
    append_log_softmax(on_host(logits, keep).as<float>(), rows.longest, out);
  }
  return out;
}

void LanguageStream::restart() {
  stream_.restart();
  before_ = kBeginToken;
}

}  // namespace undula
