#include "core/data/batcher.h"

#include <algorithm>
#include <numeric>

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

void HostBatch::fill(const SampleSource& source, int64_t pass, const std::vector<int64_t>& indices, DType dtype) {
  const size_t n = indices.size();
  dtype_ = dtype;
  longest_ = kLengthBucket;
  for (const int64_t i : indices) longest_ = std::max(longest_, bucket_length(source.length(pass, i)));
  tokens_.assign(n * static_cast<size_t>(longest_), kPadding);
  lengths_.resize(n);
  labels_.resize(n);
  weights_.resize(n);
  records_.resize(n);
  segments_.resize(3 * n);
  for (size_t row = 0; row < n; ++row) {
    source.get(pass, indices[row], sample_);
    std::copy(sample_.tokens.begin(), sample_.tokens.end(), tokens_.begin() + static_cast<int64_t>(row) * longest_);
    lengths_[row] = static_cast<int32_t>(sample_.tokens.size());
    labels_[row] = sample_.label;
    weights_[row] = sample_.weight;
    records_[row] = static_cast<int32_t>(indices[row]);
  }
  weights64_.assign(weights_.begin(), weights_.end());
}

Batch HostBatch::rows(int64_t begin, int64_t end) {
  int64_t longest = kLengthBucket;
  for (int64_t row = begin; row < end; ++row)
    longest = std::max(longest, bucket_length(lengths_[static_cast<size_t>(row)]));
  Batch batch;
  batch.tokens = View(tokens_.data(), DType::kU8, {size(), longest_}).slice(0, begin, end).slice(1, 0, longest);
  const auto part = [&](auto& values, DType type) { return View(values.data() + begin, type, {end - begin}); };
  batch.rows.lengths = part(lengths_, DType::kI32);
  batch.rows.records = part(records_, DType::kI32);
  batch.targets = part(labels_, DType::kI32);
  batch.weights = dtype_ == DType::kF64 ? part(weights64_, DType::kF64) : part(weights_, DType::kF32);
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
