#include "audio/tasks/classify/sound_calls.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

constexpr int64_t kBlock = 1024;  // frames read at once, unless a hop is shorter

}  // namespace

SoundCalls::SoundCalls(SoundClassifier& classifier, const SoundCallOptions& options, Receive receive)
    : classifier_(classifier), options_(options), receive_(std::move(receive)) {}

size_t SoundCalls::begin_call(const std::string& name, const RateReader& reader, int channel, double start) {
  Waiting& fresh = waiting_.emplace_back();
  fresh.call.file = name;
  fresh.call.channel = reader.channels() > 1 ? channel : -1;
  fresh.call.start = start;
  fresh.call.start_sample = std::llround(start * reader.source().format().rate);
  fresh.open = true;
  fresh.logits.assign(static_cast<size_t>(classifier_.classes()), 0.0);
  return first_ + waiting_.size() - 1;
}

void SoundCalls::end_call(size_t number, const RateReader& reader, double end) {
  Waiting& ended = waiting(number);
  ended.call.end = end;
  ended.call.end_sample = std::llround(end * reader.source().format().rate);
  ended.open = false;
}

void SoundCalls::add_window(size_t number, std::vector<float> samples) {
  if (!(level_dbfs(samples) >= options_.silence)) return;
  ++waiting(number).windows;
  windows_.push_back({number, std::move(samples)});
  if (static_cast<int64_t>(windows_.size()) == classifier_.batch_size()) run_windows();
}

void SoundCalls::run_windows() {
  std::vector<std::vector<float>> samples;
  std::vector<double> lengths;
  for (Window& window : windows_) {
    lengths.push_back(static_cast<double>(window.samples.size()));
    samples.push_back(std::move(window.samples));
  }
  const std::vector<double> logits = samples.empty() ? std::vector<double>{} : classifier_.logits(std::move(samples));
  const size_t C = static_cast<size_t>(classifier_.classes());
  for (size_t i = 0; i < windows_.size(); ++i) {
    Waiting& owner = waiting(windows_[i].number);
    --owner.windows;
    owner.weight += lengths[i];
    for (size_t c = 0; c < C; ++c) owner.logits[c] += lengths[i] * logits[i * C + c];
  }
  windows_.clear();
  hand_on();
}

void SoundCalls::hand_on() {
  while (!waiting_.empty() && !waiting_.front().open && waiting_.front().windows == 0) {
    decide(waiting_.front());
    receive_(waiting_.front().call);
    waiting_.pop_front();
    ++first_;
  }
}

void SoundCalls::decide(Waiting& waiting) const {
  if (waiting.weight == 0) return;
  for (double& value : waiting.logits) value /= waiting.weight;
  SoundCall& call = waiting.call;
  call.probabilities = classifier_.probabilities(waiting.logits);
  const auto top = std::max_element(call.probabilities.begin(), call.probabilities.end());
  if (*top >= options_.confidence) call.label = static_cast<int32_t>(top - call.probabilities.begin());
}

void SoundCalls::finish() {
  run_windows();
}

void SoundCalls::read(const std::string& name, RateReader& reader, const std::function<bool()>& stop) {
  const auto channels = static_cast<size_t>(reader.channels());
  const auto rate = static_cast<double>(reader.rate());
  const int64_t window = classifier_.window();
  const int64_t hop = options_.hop > 0 ? std::max<int64_t>(std::llround(options_.hop * rate), 1) : window;
  const bool whole = options_.hop <= 0;
  std::vector<float> block(static_cast<size_t>(std::min(kBlock, hop)) * channels);
  std::vector<std::vector<float>> held(channels);  // samples from `begin` on
  std::vector<size_t> numbers(channels);
  int64_t begin = 0, end = 0, called = 0;
  if (whole)
    for (size_t c = 0; c < channels; ++c) numbers[c] = begin_call(name, reader, static_cast<int>(c), 0);
  const auto take = [&](int64_t length) {
    for (size_t c = 0; c < channels; ++c) {
      const size_t number =
          whole ? numbers[c] : begin_call(name, reader, static_cast<int>(c), static_cast<double>(begin) / rate);
      add_window(number, {held[c].begin(), held[c].begin() + length});
      if (!whole) end_call(number, reader, static_cast<double>(begin + length) / rate);
    }
    ++called;
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
  if (rest > 0 && skip == 0 && (whole || called == 0)) take(rest);
  if (whole)
    for (size_t c = 0; c < channels; ++c) end_call(numbers[c], reader, static_cast<double>(end) / rate);
  hand_on();
  seconds_ += static_cast<double>(end) / rate * static_cast<double>(channels);
  samples_ += end * static_cast<int64_t>(channels);
}

}  // namespace undula
