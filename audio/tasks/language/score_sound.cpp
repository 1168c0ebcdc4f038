#include "audio/tasks/language/score_sound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "audio/resample/rate_reader.h"
#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kBlock = 4096;  // frames

/// Sums of one channel.
struct Sums {
  int64_t samples = 0;
  double bits = 0, background = 0;

  void add(double own, double other) {
    ++samples;
    bits += own;
    background += other;
  }
};

/// One channel of a sound on its way through the models.
class Channel {
 public:
  Channel(SoundLanguageModel& model, SoundLanguageModel* background) : codes_(model.card().codes), own_(model) {
    if (background != nullptr) background_.emplace(*background);
  }

  /// Bits of the samples of the block, in bits and background_bits.
  void next() {
    tokens_.clear();
    codes_.encode(samples, tokens_);
    bits.clear();
    own_.next(tokens_, bits);
    background_bits.assign(bits.size(), 0.0);
    if (!background_) return;
    background_bits.clear();
    background_->next(tokens_, background_bits);
  }

  std::vector<float> samples;  // of the block
  std::vector<double> bits, background_bits;
  Sums second, whole;

 private:
  SoundCodes codes_;
  SoundBits own_;
  std::optional<SoundBits> background_;
  std::vector<uint8_t> tokens_;
};

/// Where model samples lie in the file.
class Places {
 public:
  Places(const SoundReader& source, int model_rate)
      : file_rate_(source.format().rate), model_rate_(model_rate), first_(source.position()) {}

  int64_t file_sample(int64_t model_sample) const {
    return first_ + static_cast<int64_t>(std::llround(static_cast<double>(model_sample) * file_rate_ / model_rate_));
  }
  double seconds(int64_t file_sample) const { return static_cast<double>(file_sample) / file_rate_; }

 private:
  int file_rate_, model_rate_;
  int64_t first_;
};

}  // namespace

double SoundScore::typicality(const SoundLanguageCard& card) const {
  return std::fabs(bits - card.train_bits);
}

ScoreSoundTask::ScoreSoundTask(SoundLanguageModel& model, SoundLanguageModel* background)
    : model_(model), background_(background) {
  if (background == nullptr) return;
  const SoundLanguageCard &own = model.card(), &other = background->card();
  if (own.rate == other.rate && own.codes.kind() == other.codes.kind()) return;
  throw Error(ErrorKind::kUsage,
              "bits of different sounds cannot be compared: the model reads " + own.codes.name() + " at " +
                  std::to_string(own.rate) + " Hz, the background model " + other.codes.name() + " at " +
                  std::to_string(other.rate) + " Hz",
              "--background " + background->file().path, "a model of the same rate and codes");
}

ScoredSound ScoreSoundTask::run(SoundReader reader, const SoundSelection& selection, const ScoreObserver& observer) {
  const int rate = model_.card().rate;
  if (observer.opened) observer.opened(reader);
  const Places places(reader, rate);
  ScoredSound sound{reader.format().rate, {}};
  const std::string name = reader.name();
  const auto channels = static_cast<size_t>(reader.channels());
  RateReader at_rate(std::move(reader), rate);
  std::vector<Channel> parts;
  for (size_t c = 0; c < channels; ++c) parts.emplace_back(model_, background_);

  const auto report = [&](size_t channel, const Sums& sums, int64_t from, int64_t to) {
    SoundScore score;
    score.file = name;
    if (selection.channels == SoundSelection::Channels::kOne) score.channel = selection.channel + 1;
    if (selection.channels == SoundSelection::Channels::kEach) score.channel = static_cast<int>(channel) + 1;
    score.start_sample = places.file_sample(from);
    score.end_sample = places.file_sample(to);
    score.start = places.seconds(score.start_sample);
    score.end = places.seconds(score.end_sample);
    score.samples = sums.samples;
    score.bits = sums.bits / static_cast<double>(sums.samples);
    score.background = sums.background / static_cast<double>(sums.samples);
    return score;
  };
  int64_t position = 0;  // at the model's rate
  const auto end_second = [&](int64_t from, int64_t to) {
    for (size_t c = 0; c < channels; ++c) {
      if (observer.second) observer.second(report(c, parts[c].second, from, to));
      parts[c].second = {};
    }
  };
  const bool whole = !model_.card().codes.streamable();
  std::vector<float> block;
  while (true) {
    size_t frames = 0;
    do {  // a block, or everything
      block.resize((frames + kBlock) * channels);
      const int64_t got = at_rate.read(block.data() + frames * channels, kBlock);
      if (got == 0) break;
      frames += static_cast<size_t>(got);
    } while (whole);
    if (frames == 0) break;
    for (size_t c = 0; c < channels; ++c) {
      parts[c].samples.resize(frames);
      for (size_t i = 0; i < frames; ++i) parts[c].samples[i] = block[i * channels + c];
      parts[c].next();
    }
    if (observer.samples) observer.samples(parts[0].samples, parts[0].bits);
    for (size_t i = 0; i < frames; ++i) {
      for (Channel& part : parts) {
        part.second.add(part.bits[i], part.background_bits[i]);
        part.whole.add(part.bits[i], part.background_bits[i]);
      }
      ++position;
      if (position % rate == 0) end_second(position - rate, position);
    }
    if (whole) break;
  }
  if (position % rate != 0) end_second(position - position % rate, position);
  if (position == 0) throw Error(ErrorKind::kBadInput, "there is no sample to score", name);
  for (size_t c = 0; c < channels; ++c) sound.whole.push_back(report(c, parts[c].whole, 0, position));
  return sound;
}

}  // namespace undula
