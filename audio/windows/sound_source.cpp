#include "audio/windows/sound_source.h"

#include <algorithm>

namespace undula {
namespace {

constexpr int64_t kMostViews = 16;
constexpr uint64_t kWindowDraw = 1, kVariation = 2;  // what a sound's key is folded with

}  // namespace

SoundSource::SoundSource(const Dataset& dataset, Split split, const SoundFrontEnd& front_end, int64_t window)
    : SoundSource(dataset, split, front_end, window, {0, 0, 0, 0}, 0) {
  training_ = false;
  int64_t longest = 1;
  for (const int64_t i : indices_) longest = std::max(longest, dataset.samples[static_cast<size_t>(i)].length());
  views_ = std::clamp<int64_t>((longest + window - 1) / window, 1, kMostViews);
}

SoundSource::SoundSource(const Dataset& dataset, Split split, const SoundFrontEnd& front_end, int64_t window,
                         const Augmentation& augmentation, uint64_t seed)
    : dataset_(dataset),
      indices_(dataset.indices(split)),
      front_end_(front_end),
      window_(window),
      augmentation_(augmentation),
      key_(seed),
      training_(true) {
  for (int64_t i = 0; i < size(); ++i) longest_ = std::max(longest_, read(i));
  longest_ = std::min(augmentation.any() ? augmentation.longest(longest_) : longest_, window);
}

int64_t SoundSource::read(int64_t i) const {
  return std::min(sample(i).length(), window_);
}

int64_t SoundSource::length(int64_t pass, int64_t i) const {
  if (!training_ || !augmentation_.any()) return read(i);
  const RandomKey key = key_.fold(static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i));
  return std::min(augmentation_.length(key.fold(kVariation), read(i)), window_);
}

void SoundSource::get(int64_t pass, int64_t i, Sample& out) const {
  const Sample& from = sample(i);
  const RandomKey key = key_.fold(static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i));
  const int64_t n = read(i), spare = from.length() - n;
  int64_t begin = views_ == 1 ? spare / 2 : spare * pass / (views_ - 1);
  if (training_) begin = key.below(kWindowDraw, spare + 1);
  out.id = from.id;
  std::vector<float> samples(from.values.begin() + begin, from.values.begin() + begin + n);
  if (training_ && augmentation_.any()) {
    augmentation_.apply(key.fold(kVariation), samples);
    if (static_cast<int64_t>(samples.size()) > window_) samples.resize(static_cast<size_t>(window_));
  }
  front_end_.prepare(std::move(samples), out);
  out.label = from.label;
  out.weight = from.weight;
  out.group = from.group;
  out.split = from.split;
}

}  // namespace undula
