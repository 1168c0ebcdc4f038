#include "audio/io/sound_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kBlock = 4096;  // frames

/// to[t] = mean over c of from[t][c].
void mean_of_channels(const float* from, int channels, int64_t frames, float* to) {
  for (int64_t t = 0; t < frames; ++t, from += channels) {
    double sum = 0;
    for (int c = 0; c < channels; ++c) sum += from[c];
    to[t] = static_cast<float>(sum / channels);
  }
}

/// to[t] = from[t][channel].
void one_channel(const float* from, int channels, int channel, int64_t frames, float* to) {
  for (int64_t t = 0; t < frames; ++t) to[t] = from[t * channels + channel];
}

}  // namespace

SoundSelection select_channels(const std::string& text) {
  SoundSelection selection;
  if (text == "mean") return selection;
  selection.channels = text == "each" ? SoundSelection::Channels::kEach : SoundSelection::Channels::kOne;
  if (text == "each") return selection;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), selection.channel);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || selection.channel < 1)
    throw Error(ErrorKind::kUsage, "no channel is called '" + text + "'", "--channel " + text,
                "mean, each, or a number from 1");
  --selection.channel;
  return selection;
}

SoundReader::SoundReader(const std::string& path, const SoundSelection& selection, const std::optional<RawFormat>& raw)
    : file_(path, raw), selection_(selection), end_(std::numeric_limits<int64_t>::max()) {
  const bool one = selection.channels == SoundSelection::Channels::kOne;
  if (one && (selection.channel < 0 || selection.channel >= format().channels)) {
    throw Error(ErrorKind::kUsage,
                name() + " has no channel " + std::to_string(selection.channel + 1) + ", only " +
                    std::to_string(format().channels),
                name());
  }
  stored_.resize(static_cast<size_t>(kBlock * format().channels));
  if (selection.start) skip_to_start();
  if (selection.duration) end_ = position_ + selection.duration->frame(format().rate);
}

int SoundReader::channels() const {
  return selection_.channels == SoundSelection::Channels::kEach ? format().channels : 1;
}

int64_t SoundReader::read_stored(float* to, int64_t frames) {
  const int64_t got = file_.read(to, frames);
  const int64_t samples = got * format().channels;
  const float* bad = std::find_if(to, to + samples, [](float x) { return !std::isfinite(x); });
  if (bad != to + samples) {
    throw Error(ErrorKind::kBadInput, name() + " holds a sample that is no finite number",
                name() + ", frame " + std::to_string(position_ + (bad - to) / format().channels));
  }
  position_ += got;
  return got;
}

void SoundReader::skip_to_start() {
  // Reading is exact where seeking in Vorbis, Opus and MP3 is not.
  const int64_t start = selection_.start->frame(format().rate);
  while (position_ < start) {
    if (read_stored(stored_.data(), std::min(kBlock, start - position_)) == 0) {
      throw Error(ErrorKind::kUsage,
                  name() + " ends before the start: it has " + std::to_string(position_) + " frames, frame " +
                      std::to_string(start) + " was asked for",
                  name());
    }
  }
}

int64_t SoundReader::read(float* to, int64_t frames) {
  frames = std::min(frames, end_ - position_);
  if (selection_.channels == SoundSelection::Channels::kEach) return frames > 0 ? read_stored(to, frames) : 0;
  int64_t done = 0;
  while (done < frames) {
    const int64_t asked = std::min(kBlock, frames - done);
    const int64_t got = read_stored(stored_.data(), asked);
    if (selection_.channels == SoundSelection::Channels::kMean) {
      mean_of_channels(stored_.data(), format().channels, got, to + done);
    } else {
      one_channel(stored_.data(), format().channels, selection_.channel, got, to + done);
    }
    done += got;
    if (got < asked) break;
  }
  return done;
}

}  // namespace undula
