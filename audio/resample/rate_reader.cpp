#include "audio/resample/rate_reader.h"

#include <algorithm>
#include <utility>

namespace undula {
namespace {

constexpr int64_t kBlock = 4096;  // frames

}  // namespace

RateReader::RateReader(SoundReader reader, int rate) : reader_(std::move(reader)), rate_(rate) {
  if (reader_.format().rate == rate) return;
  resampler_.emplace(reader_.format().rate, rate, channels());
  block_.resize(static_cast<size_t>(kBlock * channels()));
}

int64_t RateReader::read(float* to, int64_t frames) {
  if (!resampler_) return reader_.read(to, frames);
  const auto wanted = static_cast<size_t>(frames * channels());
  size_t done = 0;
  while (done < wanted) {
    if (next_ == waiting_.size()) {
      if (ended_) break;
      const int64_t got = reader_.read(block_.data(), kBlock);
      ended_ = got == 0;
      const std::span<const float> made =
          ended_ ? resampler_->finish() : resampler_->push({block_.data(), static_cast<size_t>(got * channels())});
      waiting_.assign(made.begin(), made.end());
      next_ = 0;
      continue;
    }
    const size_t n = std::min(wanted - done, waiting_.size() - next_);
    std::copy_n(waiting_.begin() + static_cast<int64_t>(next_), n, to + done);
    next_ += n;
    done += n;
  }
  return static_cast<int64_t>(done) / channels();
}

std::vector<float> read_all(SoundReader reader, int rate) {
  RateReader at_rate(std::move(reader), rate);
  std::vector<float> samples;
  size_t filled = 0;
  while (true) {
    samples.resize(filled + static_cast<size_t>(kBlock * at_rate.channels()));
    const int64_t got = at_rate.read(samples.data() + filled, kBlock);
    filled += static_cast<size_t>(got * at_rate.channels());
    if (got == 0) break;
  }
  samples.resize(filled);
  return samples;
}

}  // namespace undula
