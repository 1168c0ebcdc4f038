#pragma once
#include <vector>

#include "audio/tasks/language/language_data.h"
#include "core/base/random.h"
#include "core/data/sample_source.h"

namespace undula {

/// Stretches of sounds in which a model is to predict every token from those before it. The token before the first one
/// is that of the sound or, where there is none, that of silence.
class SoundWindows : public SampleSource {
 public:
  int64_t size() const override { return static_cast<int64_t>(windows_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t length(int64_t, int64_t i) const override { return windows_[static_cast<size_t>(i)].length; }
  void get(int64_t pass, int64_t i, Sample& out) const override;

 protected:
  /// `data` must outlive this; `window` in samples.
  SoundWindows(const SoundLanguageData& data, int64_t window);

  struct Window {
    const CodedSound* sound;
    int64_t begin, length;  // tokens; where it is drawn anew in every pass, begin is its number in the sound
  };
  void add(const Window& window);
  std::vector<Window>& windows() { return windows_; }
  int64_t tokens_per_sample() const { return data_.codes.tokens_per_sample(); }
  int64_t window() const { return window_; }

  /// Where window i begins in this pass, in tokens.
  virtual int64_t begin(int64_t pass, int64_t i) const = 0;
  const Window& at(int64_t i) const { return windows_[static_cast<size_t>(i)]; }

 private:
  const SoundLanguageData& data_;
  int64_t window_;  // tokens
  int64_t longest_ = 0;
  std::vector<Window> windows_;
};

/// Windows for training: of each sound as many as hold its samples once, at places that are drawn anew in every pass, a
/// pure function of (seed, pass, number). Each has a stretch of its own to begin in; those of the first and the last
/// reach half a window beyond the sound and are moved inside, so that beginnings and ends are read as often.
class RandomSoundWindows : public SoundWindows {
 public:
  RandomSoundWindows(const SoundLanguageData& data, int64_t window, uint64_t seed);

 protected:
  int64_t begin(int64_t pass, int64_t i) const override;

 private:
  RandomKey key_;
};

/// Windows for evaluation: those of a split laid end to end, at most `most` tokens of them, evenly chosen.
class TiledSoundWindows : public SoundWindows {
 public:
  TiledSoundWindows(const SoundLanguageData& data, Split split, int64_t window, int64_t most);

 protected:
  int64_t begin(int64_t, int64_t i) const override { return at(i).begin; }
};

}  // namespace undula
