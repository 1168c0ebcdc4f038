#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "audio/resample/rate_reader.h"
#include "audio/tasks/model/sound_classifier.h"

namespace undula {

/// What a model says about a stretch of a sound.
struct SoundCall {
  std::string file;
  int channel = -1;                          ///< from 0; -1: the mean of all
  double start = 0, end = 0;                 ///< seconds
  int64_t start_sample = 0, end_sample = 0;  ///< of the file's own rate
  std::vector<float> probabilities;          ///< of the classes; empty: too quiet to decide
  int32_t label = -1;                        ///< the most probable class; -1: no decision
  float probability() const { return label < 0 ? 0 : probabilities[static_cast<size_t>(label)]; }
};

struct SoundCallOptions {
  double hop = 0;         ///< seconds from one window to the next; 0: one call for each sound
  double silence = -70;   ///< dBFS; what is quieter gets no decision
  double confidence = 0;  ///< calls whose best probability is below it get no decision
  bool at_once = false;   ///< no window waits for others to be run beside it: for live sound
};

/// Classifies sounds that are read block by block, in constant memory, and hands the calls on in their order.
class SoundCalls {
 public:
  using Receive = std::function<void(const SoundCall&)>;
  SoundCalls(SoundClassifier& classifier, const SoundCallOptions& options, Receive receive);

  /// Reads a sound to its end, or until `stop` says so. With a hop, windows begin at 0, hop, 2 hop... as long as they
  /// are full; a sound shorter than a window is one.
  void read(const std::string& name, RateReader& reader, const std::function<bool()>& stop);
  /// Hands on what waits.
  void finish();

  double seconds() const { return seconds_; }   ///< of sound, all channels
  int64_t samples() const { return samples_; }  ///< at the model's rate

 private:
  /// A call that waits for the logits of its windows.
  struct Waiting {
    SoundCall call;
    int64_t windows = 0;  ///< still without logits
    bool open = false;    ///< more windows may come
    double weight = 0;
    std::vector<double> logits;  ///< sums over windows, by their length
  };
  struct Window {
    size_t number;  ///< of the waiting call, counted from the first ever
    std::vector<float> samples;
  };

  size_t begin_call(const std::string& name, const RateReader& reader, int channel, double start);
  void end_call(size_t number, const RateReader& reader, double end);
  void add_window(size_t number, std::vector<float> samples);
  void run_windows();
  void hand_on();
  void decide(Waiting& waiting) const;
  Waiting& waiting(size_t number) { return waiting_[number - first_]; }

  SoundClassifier& classifier_;
  SoundCallOptions options_;
  Receive receive_;
  std::deque<Waiting> waiting_;
  size_t first_ = 0;  // number of the first that waits
  std::vector<Window> windows_;
  double seconds_ = 0;
  int64_t samples_ = 0;
};

}  // namespace undula
