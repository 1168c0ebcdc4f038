#include "audio/resample/resampler.h"

#include <soxr.h>

#include <algorithm>
#include <string>

#include "core/base/error.h"

namespace undula {

struct Resampler::Impl {
  int from, to;
  size_t channels;
  soxr_t soxr = nullptr;
  int64_t taken = 0, given = 0;  // frames
  std::vector<float> out;        // [frames][channels]

  ~Impl() { soxr_delete(soxr); }

  [[noreturn]] void fail(const char* why) const {
    throw Error(ErrorKind::kUsage,
                "cannot resample from " + std::to_string(from) + " to " + std::to_string(to) + " Hz: " + why);
  }

  /// Frames out that `taken` frames in give in the end: round(taken * to / from).
  int64_t due() const {
    const int64_t whole = taken / from, rest = taken % from;  // apart, so that nothing overflows
    return whole * to + (2 * rest * to + from) / (2 * int64_t{from});
  }

  /// Gives libsoxr `frames` frames, or none with a null pointer for the end, and collects what comes out.
  void process(const float* in, size_t frames) {
    constexpr size_t kRoom = 4096;  // frames
    size_t used_in = 0, used_out = 0;
    do {
      const size_t filled = out.size();
      out.resize(filled + kRoom * channels);
      size_t used = 0;
      const soxr_error_t error = soxr_process(soxr, in == nullptr ? nullptr : in + used_in * channels, frames - used_in,
                                              &used, out.data() + filled, kRoom, &used_out);
      if (error != nullptr) fail(error);
      used_in += used;
      out.resize(filled + used_out * channels);
    } while (used_in < frames || used_out == kRoom);
  }
};

Resampler::Resampler(int from, int to, int channels) : impl_(std::make_unique<Impl>()) {
  impl_->from = from;
  impl_->to = to;
  impl_->channels = static_cast<size_t>(std::max(channels, 0));
  if (from < 1 || to < 1 || channels < 1) impl_->fail("rates and channels begin at 1");
  if (from == to) return;
  soxr_error_t error = nullptr;
  const soxr_io_spec_t samples = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  impl_->soxr = soxr_create(from, to, static_cast<unsigned>(channels), &error, &samples, &quality, &runtime);
  if (error != nullptr) impl_->fail(error);
}

Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;

std::span<const float> Resampler::push(std::span<const float> frames) {
  if (impl_->soxr == nullptr) return frames;
  impl_->out.clear();
  if (frames.empty()) return {};
  impl_->process(frames.data(), frames.size() / impl_->channels);
  impl_->taken += static_cast<int64_t>(frames.size() / impl_->channels);
  impl_->given += static_cast<int64_t>(impl_->out.size() / impl_->channels);
  return impl_->out;
}

std::span<const float> Resampler::finish() {
  if (impl_->soxr == nullptr) return {};
  impl_->out.clear();
  impl_->process(nullptr, 0);
  // libsoxr's own count may differ by a frame.
  const int64_t rest = std::max<int64_t>(impl_->due() - impl_->given, 0);
  impl_->out.resize(static_cast<size_t>(rest) * impl_->channels, 0.0f);
  return impl_->out;
}

}  // namespace undula
