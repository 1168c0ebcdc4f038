#include "genomics/tasks/classify/window_means.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/io/crc32c.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/windows.h"

namespace undula {
namespace {

constexpr int64_t kBatchesAtOnce = 8;  // so that windows of like length can be put together
constexpr size_t kWaitingRows = 4096;  // rows without windows must not pile up either

}  // namespace

void WindowMeans::open(const std::string& id, int64_t begin, int64_t end) {
  const bool skipped = emitted_ + rows_.size() < skip_;
  rows_.push_back({{id, begin, end, {}, {}}, {}, 0, true, skipped});
  digest_ = crc32c(id + "\n", digest_);
  if (rows_.size() > kWaitingRows) run_windows();
}

void WindowMeans::add(size_t member, std::span<const uint8_t> tokens, int64_t valid) {
  digest_ = crc32c({reinterpret_cast<const char*>(tokens.data()), tokens.size()}, digest_);
  Row& row = rows_.back();
  if (valid == 0 || row.skipped) return;
  if (row.members.size() <= member) row.members.resize(member + 1);
  ++row.waiting;
  windows_.emplace_back(tokens.begin(), tokens.end());
  pending_.push_back({emitted_ + rows_.size() - 1, member, static_cast<double>(valid)});
  if (static_cast<int64_t>(windows_.size()) == kBatchesAtOnce * batch_size_) run_windows();
}

void WindowMeans::add_sequence(size_t member, std::span<const uint8_t> tokens) {
  const int64_t length = static_cast<int64_t>(tokens.size());
  for (int64_t i = 0; i < count_windows(length, window_); ++i) {
    const Window at = window_at(length, window_, i);
    const auto part = tokens.subspan(static_cast<size_t>(at.begin), static_cast<size_t>(at.length()));
    add(member, part, count_valid(part));
  }
}

void WindowMeans::add_record(const std::string& id, std::span<const uint8_t> tokens, bool per_window) {
  const int64_t length = static_cast<int64_t>(tokens.size());
  const int64_t rows = per_window ? std::max<int64_t>(count_windows(length, window_), 1) : 1;
  for (int64_t i = 0; i < rows; ++i) {
    const Window at = per_window && length > 0 ? window_at(length, window_, i) : Window{0, length};
    open(id, at.begin, at.end);
    add_sequence(0, tokens.subspan(static_cast<size_t>(at.begin), static_cast<size_t>(at.length())));
    describe(0, {at.length()});
    close();
  }
}

void WindowMeans::add_record(const std::string& id, WindowReader& windows, bool per_window) {
  if (!per_window) open(id);
  int64_t rows = 0;
  for (RecordWindow window; windows.next(window); ++rows) {
    if (per_window) open(id, window.window.begin, window.window.end);
    add(0, window.tokens, window.valid);
    if (!per_window) continue;
    describe(0, {window.window.length()});
    close();
  }
  if (per_window && rows == 0) open(id);
  if (!per_window || rows == 0) describe(0, {windows.length()});
  close();
}

void WindowMeans::describe(size_t member, RowRecord record) {
  digest_ = crc32c(record.text, digest_);
  if (rows_.back().skipped) return;
  std::vector<RowRecord>& records = rows_.back().mean.records;
  if (records.size() <= member) records.resize(member + 1);
  records[member] = std::move(record);
}

void WindowMeans::close() {
  if (rows_.empty()) return;
  rows_.back().open = false;
  rows_.back().mean.digest = digest_;
}

void WindowMeans::skip(size_t rows, uint32_t digest) {
  skip_ = rows;
  skipped_digest_ = digest;
}

void WindowMeans::check_skipped(const Row& last) const {
  if (last.mean.digest == skipped_digest_) return;
  throw Error(ErrorKind::kBadInput, "the input is not the one that was read before",
              "row " + std::to_string(skip_) + " ('" + last.mean.id + "') or before");
}

void WindowMeans::run_windows() {
  if (!windows_.empty()) {
    const std::vector<double> values = run_(windows_);
    const size_t width = values.size() / windows_.size();
    for (size_t i = 0; i < pending_.size(); ++i) {
      Row& row = rows_[pending_[i].row - emitted_];
      Member& member = row.members[pending_[i].member];
      member.sums.resize(width);
      member.weight += pending_[i].weight;
      for (size_t c = 0; c < width; ++c) member.sums[c] += pending_[i].weight * values[i * width + c];
      --row.waiting;
    }
    windows_.clear();
    pending_.clear();
  }
  emit_ready();
}

void WindowMeans::emit_ready() {
  while (!rows_.empty() && !rows_.front().open && rows_.front().waiting == 0) {
    Row& row = rows_.front();
    if (row.skipped) {
      if (emitted_ + 1 == skip_) check_skipped(row);
    } else {
      row.mean.values = mean(row);
      emit_(std::move(row.mean));
    }
    rows_.pop_front();
    ++emitted_;
  }
}

std::vector<double> WindowMeans::mean(const Row& row) {
  std::vector<double> mean;
  double members = 0;
  for (const Member& member : row.members) {
    if (member.weight == 0) continue;
    ++members;
    mean.resize(member.sums.size());
    for (size_t c = 0; c < mean.size(); ++c) mean[c] += member.sums[c] / member.weight;
  }
  for (double& value : mean) value /= members;
  return mean;
}

}  // namespace undula
