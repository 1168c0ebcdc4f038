#include "audio/tasks/classify/sound_means.h"

#include <algorithm>
#include <cmath>

#include "audio/tasks/model/sound_front_end.h"

namespace undula {
namespace {

constexpr int64_t kBlock = 1024;  // frames read at once, unless a hop is shorter

}  // namespace

SoundMeans::SoundMeans(const SoundMeansOptions& options, RunSoundWindows run, Receive receive)
    : options_(options), run_(std::move(run)), receive_(std::move(receive)) {}

size_t SoundMeans::begin_row(const Place& place, int channel, int64_t sample) {
  Waiting& fresh = waiting_.emplace_back();
  fresh.row.file = place.name;
  fresh.row.channel = place.several ? channel : -1;
  fresh.row.start = place.offset + static_cast<double>(sample) / place.rate;
  fresh.row.start_sample = std::llround(fresh.row.start * place.own_rate);
  fresh.open = true;
  fresh.sums.assign(static_cast<size_t>(options_.width), 0.0);
  return first_ + waiting_.size() - 1;
}

void SoundMeans::end_row(size_t number, const Place& place, int64_t sample) {
  Waiting& ended = waiting(number);
  ended.row.end = place.offset + static_cast<double>(sample) / place.rate;
  ended.row.end_sample = std::llround(ended.row.end * place.own_rate);
  ended.open = false;
}

void SoundMeans::add_window(size_t number, std::vector<float> samples) {
  if (!(level_dbfs(samples) >= options_.silence)) return;
  ++waiting(number).windows;
  windows_.push_back({number, std::move(samples)});
  if (static_cast<int64_t>(windows_.size()) == options_.batch) run_windows();
}

void SoundMeans::run_windows() {
  std::vector<std::vector<float>> samples;
  std::vector<double> lengths;
  for (Window& window : windows_) {
    lengths.push_back(static_cast<double>(window.samples.size()));
    samples.push_back(std::move(window.samples));
  }
  const std::vector<double> numbers = samples.empty() ? std::vector<double>{} : run_(std::move(samples));
  const auto width = static_cast<size_t>(options_.width);
  for (size_t i = 0; i < windows_.size(); ++i) {
    Waiting& owner = waiting(windows_[i].number);
    --owner.windows;
    owner.weight += lengths[i];
    for (size_t c = 0; c < width; ++c) owner.sums[c] += lengths[i] * numbers[i * width + c];
  }
  windows_.clear();
  hand_on();
}

void SoundMeans::hand_on() {
  while (!waiting_.empty() && !waiting_.front().open && waiting_.front().windows == 0) {
    Waiting& ready = waiting_.front();
    if (ready.weight > 0) {
      for (double& value : ready.sums) value /= ready.weight;
      ready.row.values = std::move(ready.sums);
    }
    receive_(ready.row);
    waiting_.pop_front();
    ++first_;
  }
}

void SoundMeans::finish() {
  run_windows();
}

void SoundMeans::read(const std::string& name, RateReader& reader, const std::function<bool()>& stop) {
  const auto channels = static_cast<size_t>(reader.channels());
  const auto rate = static_cast<double>(reader.rate()), own_rate = static_cast<double>(reader.source().format().rate);
  const Place place{name, channels > 1, static_cast<double>(reader.source().position()) / own_rate, rate, own_rate};
  const int64_t window = options_.window;
  const int64_t hop = options_.hop > 0 ? std::max<int64_t>(std::llround(options_.hop * rate), 1) : window;
  const bool whole = options_.hop <= 0;
  std::vector<float> block(static_cast<size_t>(std::min(kBlock, hop)) * channels);
  std::vector<std::vector<float>> held(channels);  // samples from `begin` on
  std::vector<size_t> numbers(channels);
  int64_t begin = 0, end = 0, rows = 0;
  if (whole)
    for (size_t c = 0; c < channels; ++c) numbers[c] = begin_row(place, static_cast<int>(c), 0);
  const auto take = [&](int64_t length) {
    for (size_t c = 0; c < channels; ++c) {
      const size_t number = whole ? numbers[c] : begin_row(place, static_cast<int>(c), begin);
      add_window(number, {held[c].begin(), held[c].begin() + length});
      if (!whole) end_row(number, place, begin + length);
    }
    ++rows;
    if (options_.at_once) {
      run_windows();
    } else {
      hand_on();
    }
  };
  const auto drop = [&](int64_t length) {
    for (std::vector<float>& samples : held) samples.erase(samples.begin(), samples.begin() + length);
    begin += length;
  };
  int64_t skip = 0;  // where a hop is longer than a window
  while (!stop()) {
    const int64_t got = reader.read(block.data(), static_cast<int64_t>(block.size() / channels));
    if (got == 0) break;
    for (int64_t t = 0; t < got; ++t) {
      for (size_t c = 0; c < channels; ++c) held[c].push_back(block[static_cast<size_t>(t) * channels + c]);
    }
    end += got;
    const auto advance = [&] {
      const int64_t now = std::min(skip, static_cast<int64_t>(held.front().size()));
      drop(now);
      skip -= now;
    };
    advance();
    while (skip == 0 && static_cast<int64_t>(held.front().size()) >= window) {
      take(window);
      skip = hop;
      advance();
    }
  }
  const auto rest = static_cast<int64_t>(held.front().size());
  if (rest > 0 && skip == 0 && (whole || rows == 0)) take(rest);
  if (whole)
    for (size_t c = 0; c < channels; ++c) end_row(numbers[c], place, end);
  hand_on();
  seconds_ += static_cast<double>(end) / rate * static_cast<double>(channels);
  samples_ += end * static_cast<int64_t>(channels);
}

}  // namespace undula
