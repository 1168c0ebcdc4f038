#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "audio/resample/rate_reader.h"

namespace undula {

/// What a model gives for a stretch of a sound: the mean of what it gives for the windows in it, weighted by length.
struct SoundMean {
  std::string file;
  int channel = -1;                          ///< from 0; -1: the mean of all
  double start = 0, end = 0;                 ///< seconds of the file
  int64_t start_sample = 0, end_sample = 0;  ///< of the file's own rate
  std::vector<double> values;                ///< empty: too quiet
};

/// What windows of samples are turned into: (windows, width) numbers. A window's do not depend on those beside it.
using RunSoundWindows = std::function<std::vector<double>(std::vector<std::vector<float>> windows)>;

struct SoundMeansOptions {
  int64_t window = 0;    ///< samples that are read at once
  int64_t batch = 1;     ///< windows that are best run at once
  int64_t width = 1;     ///< numbers of a window
  double hop = 0;        ///< seconds from one window to the next; 0: one row for each sound
  double silence = -70;  ///< dBFS; windows that are quieter count for nothing; -infinity: all count
  bool at_once = false;  ///< no window waits for others to be run beside it: for live sound
};

/// Reads sounds block by block, in constant memory, and hands rows on in their order.
class SoundMeans {
 public:
  using Receive = std::function<void(const SoundMean&)>;
  SoundMeans(const SoundMeansOptions& options, RunSoundWindows run, Receive receive);

  /// Reads a sound to its end, or until `stop` says so. With a hop, windows begin at 0, hop, 2 hop... as long as they
  /// are full; a sound shorter than a window is one.
  void read(const std::string& name, RateReader& reader, const std::function<bool()>& stop);
  /// Hands on what waits.
  void finish();

  double seconds() const { return seconds_; }   ///< of sound, all channels
  int64_t samples() const { return samples_; }  ///< at the model's rate

 private:
  /// A row that waits for the numbers of its windows.
  struct Waiting {
    SoundMean row;
    int64_t windows = 0;  ///< still without numbers
    bool open = false;    ///< more windows may come
    double weight = 0;
    std::vector<double> sums;  ///< over windows, by their length
  };
  struct Window {
    size_t number;  ///< of the waiting row, counted from the first ever
    std::vector<float> samples;
  };
  /// Where a sound's samples lie in its file.
  struct Place {
    const std::string& name;
    bool several;  ///< channels
    double offset, rate, own_rate;
  };

  size_t begin_row(const Place& place, int channel, int64_t sample);
  void end_row(size_t number, const Place& place, int64_t sample);
  void add_window(size_t number, std::vector<float> samples);
  void run_windows();
  void hand_on();
  Waiting& waiting(size_t number) { return waiting_[number - first_]; }

  SoundMeansOptions options_;
  RunSoundWindows run_;
  Receive receive_;
  std::deque<Waiting> waiting_;
  size_t first_ = 0;  // number of the first that waits
  std::vector<Window> windows_;
  double seconds_ = 0;
  int64_t samples_ = 0;
};

}  // namespace undula
