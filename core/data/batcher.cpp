#include "core/data/batcher.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kSortedBatches = 16;
constexpr uint8_t kPadding = 255;

std::vector<std::vector<int64_t>> cut(const std::vector<int64_t>& order, int64_t batch_size) {
  std::vector<std::vector<int64_t>> batches;
  for (size_t begin = 0; begin < order.size(); begin += static_cast<size_t>(batch_size)) {
    const size_t end = std::min(begin + static_cast<size_t>(batch_size), order.size());
    batches.emplace_back(order.begin() + static_cast<int64_t>(begin), order.begin() + static_cast<int64_t>(end));
  }
  return batches;
}

/// Sorts items by keyed random bits: a shuffle that depends on the key alone.
template <class T>
void shuffle(std::vector<T>& items, const RandomKey& key) {
  std::vector<std::pair<uint64_t, size_t>> order(items.size());
  for (size_t i = 0; i < items.size(); ++i) order[i] = {key.bits(i), i};
  std::sort(order.begin(), order.end());
  std::vector<T> shuffled;
  shuffled.reserve(items.size());
  for (const auto& [bits, i] : order) shuffled.push_back(std::move(items[i]));
  items = std::move(shuffled);
}

}  // namespace

int64_t bucket_length(int64_t length) {
  return std::max<int64_t>((length + kLengthBucket - 1) / kLengthBucket * kLengthBucket, kLengthBucket);
}

void HostBatch::fill(const SampleSource& source, int64_t pass, const std::vector<int64_t>& indices, DType dtype,
                     int64_t piece) {
  dtype_ = dtype;
  longest_ = kLengthBucket;
  for (const int64_t i : indices) {
    const int64_t length = source.length(pass, i);
    longest_ = std::max(longest_, bucket_length(piece > 0 ? std::min(piece, length) : length));
  }
  tokens_.clear();
  values_.clear();
  lengths_.clear();
  records_.clear();
  targets_.clear();
  weights_.clear();
  for (const int64_t i : indices) {
    source.get(pass, i, sample_);
    per_position_ = !sample_.targets.empty();
    real_valued_ = !sample_.values.empty();
    const int64_t length = sample_.length(), step = piece > 0 ? piece : length;
    require(!per_position_ || static_cast<int64_t>(sample_.targets.size()) == length, "batch", "one target per token");
    require(per_position_ || step >= length, "batch", "a record with one label cannot be cut");
    int64_t record = i;
    add_row(record, 0, std::min(step, length));
    for (int64_t begin = step; begin < length; begin += step)
      add_row(record += source.size(), begin, std::min(begin + step, length));
  }
  weights64_.assign(weights_.begin(), weights_.end());
  segments_.resize(3 * lengths_.size());
}

void HostBatch::add_row(int64_t record, int64_t begin, int64_t end) {
  // Positions beyond the row's end are padded.
  const auto append = [&](auto& to, const auto& from, auto padding) {
    to.insert(to.end(), from.begin() + begin, from.begin() + end);
    to.insert(to.end(), static_cast<size_t>(longest_ - (end - begin)), padding);
  };
  if (real_valued_) {
    append(values_, sample_.values, 0.0F);
  } else {
    append(tokens_, sample_.tokens, kPadding);
  }
  lengths_.push_back(static_cast<int32_t>(end - begin));
  records_.push_back(static_cast<int32_t>(record));
  if (!per_position_) {
    targets_.push_back(sample_.label);
    weights_.push_back(sample_.weight);
    return;
  }
  append(targets_, sample_.targets, -1);
  const size_t first = weights_.size();
  if (sample_.target_weights.empty()) {
    weights_.resize(targets_.size(), 1.0F);
  } else {
    append(weights_, sample_.target_weights, 0.0F);
  }
  for (size_t at = first; at < weights_.size(); ++at) weights_[at] *= sample_.weight;
}

Batch HostBatch::rows(int64_t begin, int64_t end) {
  int64_t longest = kLengthBucket;
  for (int64_t row = begin; row < end; ++row)
    longest = std::max(longest, bucket_length(lengths_[static_cast<size_t>(row)]));
  Batch batch;
  const auto table = [&](auto& values, DType type) {
    return View(values.data(), type, {size(), longest_}).slice(0, begin, end).slice(1, 0, longest);
  };
  const auto part = [&](auto& values, DType type) { return View(values.data() + begin, type, {end - begin}); };
  const auto answers = [&](auto& values, DType type) {
    return per_position_ ? table(values, type) : part(values, type);
  };
  batch.tokens = real_valued_ ? table(values_, DType::kF32) : table(tokens_, DType::kU8);
  batch.rows.lengths = part(lengths_, DType::kI32);
  batch.rows.records = part(records_, DType::kI32);
  batch.targets = answers(targets_, DType::kI32);
  batch.weights = dtype_ == DType::kF64 ? answers(weights64_, DType::kF64) : answers(weights_, DType::kF32);
  if (per_position_) return batch;
  for (int64_t row = begin; row < end; ++row) {
    int32_t* segment = segments_.data() + 3 * row;
    segment[0] = static_cast<int32_t>(row - begin);
    segment[1] = 0;
    segment[2] = lengths_[static_cast<size_t>(row)];
  }
  batch.segments = View(segments_.data() + 3 * begin, DType::kI32, {end - begin, 3});
  return batch;
}

int64_t HostBatch::tokens() const {
  return std::accumulate(lengths_.begin(), lengths_.end(), int64_t{0});
}

double HostBatch::weight(const std::vector<double>& class_weights) const {
  double sum = 0;
  for (size_t i = 0; i < targets_.size(); ++i) {
    if (targets_[i] < 0) continue;
    sum += weights_[i] * (class_weights.empty() ? 1.0 : class_weights[static_cast<size_t>(targets_[i])]);
  }
  return sum;
}

std::vector<std::vector<int64_t>> epoch_batches(const SampleSource& source, int64_t epoch, int64_t batch_size,
                                                const RandomKey& key) {
  std::vector<int64_t> order(static_cast<size_t>(source.size()));
  std::iota(order.begin(), order.end(), 0);
  const RandomKey own = key.fold(static_cast<uint64_t>(epoch));
  shuffle(order, own.fold(0));
  const int64_t stretch = kSortedBatches * batch_size;
  for (int64_t begin = 0; begin < source.size(); begin += stretch) {
    std::stable_sort(order.begin() + begin, order.begin() + std::min(begin + stretch, source.size()),
                     [&](int64_t a, int64_t b) { return source.length(epoch, a) < source.length(epoch, b); });
  }
  std::vector<std::vector<int64_t>> batches = cut(order, batch_size);
  shuffle(batches, own.fold(1));
  return batches;
}

std::vector<std::vector<int64_t>> length_batches(const SampleSource& source, int64_t batch_size) {
  std::vector<int64_t> order(static_cast<size_t>(source.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return source.length(0, a) < source.length(0, b); });
  return cut(order, batch_size);
}

}  // namespace undula
