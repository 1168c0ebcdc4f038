#pragma once
#include <string>
#include <vector>

#include "audio/tasks/labelled/sound_rows.h"
#include "audio/tasks/model/sound_front_end.h"
#include "core/base/threads.h"

namespace undula {

struct SoundDataOptions {
  SoundRowOptions rows;
  SoundFrontEnd front_end;           ///< a rate of 0: the lowest of the training data; `norm` is left to who uses it
  std::vector<std::string> classes;  ///< those that a model knows, in its order; empty: those of the data, sorted
  bool split_needed = true;          ///< rows without a split get one: seeded, by class; files and groups stay whole
  uint64_t seed = 0;
};

/// Where a sound of a data set comes from.
struct SoundPlace {
  int32_t file = 0;    ///< index into SoundData::formats
  int64_t begin = 0;   ///< its first sample, counted at the data set's rate from the file's beginning
  int32_t source = 0;  ///< index into SoundData::sources
  int64_t line = 0;    ///< in the source; 0: no line
};

/// A labelled data set of sounds, in memory at one rate: values of the samples, the file and the part of it as their
/// id.
struct SoundData {
  Dataset dataset;
  SoundFrontEnd front_end;
  std::vector<std::string> files;    ///< that were read: tables, then sounds
  std::vector<SoundPlace> places;    ///< where each sample comes from
  std::vector<SoundFormat> formats;  ///< of the files that sounds are parts of
  std::vector<std::string> sources;  ///< tables, folders and arguments that name them
  int64_t resampled = 0;             ///< sounds whose own rate is another ...
  int lowest = 0, highest = 0;       ///< ... and the rates that there are

  double seconds(const Sample& sample) const {
    return static_cast<double>(sample.values.size()) / static_cast<double>(front_end.rate);
  }
};

/// Reads a data set in any form of sound_rows.h. The same options give the same data.
/// Errors: those of the forms and of SoundReader; kBadInput for fewer than two classes, a class without training data
/// or, with `classes` given, a label that is not among them, with the place.
SoundData load_sound_data(const SoundDataOptions& options, ThreadPool& pool);

/// SHA-256 of rate, classes, labels, splits and samples.
std::string data_digest(const SoundData& data);

/// A key of the samples of a sound: equal for equal samples.
int64_t sound_key(const Sample& sample);

/// Keys of the sounds of a split, sorted, each once: equal for equal samples.
std::vector<int64_t> sound_keys(const SoundData& data, Split split);

}  // namespace undula
