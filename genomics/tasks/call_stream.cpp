#include "genomics/tasks/call_stream.h"

#include <algorithm>

#include "core/train/evaluation.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/windows.h"

namespace undula {
namespace {

constexpr int64_t kBatchesAtOnce = 8;  // so that windows of like length can be put together
constexpr size_t kWaitingRows = 4096;  // rows without windows must not pile up either

}  // namespace

int64_t Call::best() const {
  return probabilities.empty() ? -1
                               : std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
}

void CallStream::open(const std::string& id, int64_t begin, int64_t end) {
  rows_.push_back({{id, begin, end, {}}, {}, 0, true});
  if (rows_.size() > kWaitingRows) run_windows();
}

void CallStream::add(size_t member, std::span<const uint8_t> tokens, int64_t valid) {
  if (valid == 0) return;
  Row& row = rows_.back();
  if (row.members.size() <= member) row.members.resize(member + 1);
  ++row.waiting;
  windows_.emplace_back(tokens.begin(), tokens.end());
  pending_.push_back({emitted_ + rows_.size() - 1, member, static_cast<double>(valid)});
  if (static_cast<int64_t>(windows_.size()) == kBatchesAtOnce * classifier_.batch_size()) run_windows();
}

void CallStream::add_sequence(size_t member, std::span<const uint8_t> tokens) {
  const int64_t window = classifier_.card().window, length = static_cast<int64_t>(tokens.size());
  for (int64_t i = 0; i < count_windows(length, window); ++i) {
    const Window at = window_at(length, window, i);
    const auto part = tokens.subspan(static_cast<size_t>(at.begin), static_cast<size_t>(at.length()));
    add(member, part, count_valid(part));
  }
}

void CallStream::finish() {
  run_windows();
}

void CallStream::run_windows() {
  const int64_t n = classifier_.classes();
  const std::vector<double> logits = classifier_.logits(windows_);
  for (size_t i = 0; i < pending_.size(); ++i) {
    Row& row = rows_[pending_[i].row - emitted_];
    Member& member = row.members[pending_[i].member];
    member.logits.resize(static_cast<size_t>(n));
    member.weight += pending_[i].weight;
    for (size_t c = 0; c < member.logits.size(); ++c)
      member.logits[c] += pending_[i].weight * logits[i * member.logits.size() + c];
    --row.waiting;
  }
  windows_.clear();
  pending_.clear();
  emit_ready();
}

void CallStream::emit_ready() {
  while (!rows_.empty() && !rows_.front().open && rows_.front().waiting == 0) {
    Row& row = rows_.front();
    row.call.probabilities = probabilities(row);
    emit_(row.call);
    rows_.pop_front();
    ++emitted_;
  }
}

std::vector<float> CallStream::probabilities(const Row& row) const {
  std::vector<double> mean(static_cast<size_t>(classifier_.classes()), 0.0);
  double members = 0;
  for (const Member& member : row.members) {
    if (member.weight == 0) continue;
    ++members;
    for (size_t c = 0; c < mean.size(); ++c) mean[c] += member.logits[c] / member.weight;
  }
  if (members == 0) return {};
  for (double& logit : mean) logit /= members;
  softmax(mean.data(), static_cast<int64_t>(mean.size()), mean.data());
  return {mean.begin(), mean.end()};
}

}  // namespace undula
