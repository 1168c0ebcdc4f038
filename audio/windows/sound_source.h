#pragma once
#include <vector>

#include "audio/tasks/model/sound_front_end.h"
#include "audio/windows/augmentation.h"
#include "core/data/sample_source.h"

namespace undula {

/// The sounds of one split of a data set, as a model reads them: at most `window` samples at once, brought to the level
/// that the front end asks for, as values or tokens; of codes only those with one token a sample.
class SoundSource : public SampleSource {
 public:
  /// For evaluation: each view is one of the evenly spread windows of a long sound. `dataset` must outlive the source.
  SoundSource(const Dataset& dataset, Split split, const SoundFrontEnd& front_end, int64_t window);
  /// For training: in each pass another window of a long sound, and another variation of each.
  SoundSource(const Dataset& dataset, Split split, const SoundFrontEnd& front_end, int64_t window,
              const Augmentation& augmentation, uint64_t seed);

  int64_t size() const override { return static_cast<int64_t>(indices_.size()); }
  int64_t max_length() const override { return longest_; }
  int64_t length(int64_t pass, int64_t i) const override;
  void get(int64_t pass, int64_t i, Sample& out) const override;
  int64_t views() const override { return views_; }

 private:
  const Sample& sample(int64_t i) const {
    return dataset_.samples[static_cast<size_t>(indices_[static_cast<size_t>(i)])];
  }
  /// Samples of sound i that fit a window.
  int64_t read(int64_t i) const;

  const Dataset& dataset_;
  std::vector<int64_t> indices_;
  SoundFrontEnd front_end_;
  int64_t window_;
  Augmentation augmentation_;
  RandomKey key_;
  bool training_ = false;
  int64_t views_ = 1, longest_ = 0;
};

}  // namespace undula
