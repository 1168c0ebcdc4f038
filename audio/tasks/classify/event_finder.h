#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "audio/tasks/classify/sound_calls.h"

namespace undula {

/// When calls become events.
struct EventOptions {
  double on = 0.8;          ///< an event begins where the best class has at least this probability ...
  double off = 0.5;         ///< ... and ends before its probability falls below this
  double min_duration = 0;  ///< seconds; shorter ones are dropped
};

/// Joins the calls of overlapping windows, one channel at a time, to events: stretches of one class (hysteresis). A
/// call stands for the hop in the middle of its window. An event's probability is the highest on the way.
class EventFinder {
 public:
  using Receive = std::function<void(const SoundCall&)>;
  /// `hop`: seconds from one call to the next.
  EventFinder(const EventOptions& options, double hop, Receive receive);

  void add(const SoundCall& call);
  /// The sounds have ended, and so have their events.
  void finish();

 private:
  void end(SoundCall& event);

  EventOptions options_;
  double hop_;
  Receive receive_;
  std::map<std::pair<std::string, int>, std::optional<SoundCall>> open_;  // of each file and channel
};

}  // namespace undula
