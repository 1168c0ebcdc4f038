#include "audio/spectrum/spectrogram.h"

#include "core/base/error.h"

namespace undula {
namespace {

/// The greatest power of two of at most 32 ms, within limits.
int window_of(int rate) {
  int size = 64;
  while (size < 8192 && 2 * size * 125 <= 4 * rate) size *= 2;
  return size;
}

}  // namespace

StretchMeans::StretchMeans(int64_t width, int64_t most)
    : width_(width), most_(most), waiting_(static_cast<size_t>(width)) {
  require(width > 0 && most > 0 && most % 2 == 0, "stretch_means", "an even number of stretches");
}

void StretchMeans::add(std::span<const float> number) {
  for (size_t i = 0; i < waiting_.size(); ++i) waiting_[i] += number[i];
  if (++held_ == stretch_) close();
}

void StretchMeans::close() {
  for (double& sum : waiting_) {
    means_.push_back(static_cast<float>(sum / static_cast<double>(held_)));
    sum = 0;
  }
  held_ = 0;
  const auto width = static_cast<size_t>(width_);
  if (means_.size() < static_cast<size_t>(most_) * width) return;
  for (size_t pair = 0; pair + 1 < means_.size() / width; pair += 2)
    for (size_t i = 0; i < width; ++i)
      means_[pair / 2 * width + i] = (means_[pair * width + i] + means_[(pair + 1) * width + i]) / 2;
  means_.resize(static_cast<size_t>(most_ / 2) * width);
  stretch_ *= 2;
}

std::vector<float> StretchMeans::means() const {
  std::vector<float> all = means_;
  if (held_ > 0)
    for (const double sum : waiting_) all.push_back(static_cast<float>(sum / static_cast<double>(held_)));
  return all;
}

Spectrogram::Spectrogram(int rate, int64_t columns)
    : rate_(rate),
      spectrum_(window_of(rate)),
      means_(spectrum_.bins(), columns),
      powers_(static_cast<size_t>(spectrum_.bins())) {}

void Spectrogram::add(std::span<const float> samples) {
  waiting_.insert(waiting_.end(), samples.begin(), samples.end());
  const auto size = static_cast<size_t>(spectrum_.size());
  size_t begin = 0;
  for (; begin + size <= waiting_.size(); begin += size / 2) {
    spectrum_.powers(std::span(waiting_).subspan(begin, size), powers_);
    means_.add(powers_);
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<int64_t>(begin));
}

}  // namespace undula
