#include "audio/tasks/classify/event_finder.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

/// The hop in the middle of a call's window.
SoundCall middle(SoundCall call, double hop) {
  const double length = call.end - call.start;
  if (length <= hop) return call;
  const double rate = static_cast<double>(call.end_sample - call.start_sample) / length;
  call.start += (length - hop) / 2;
  call.end = call.start + hop;
  call.start_sample = std::llround(call.start * rate);
  call.end_sample = std::llround(call.end * rate);
  return call;
}

}  // namespace

EventFinder::EventFinder(const EventOptions& options, double hop, Receive receive)
    : options_(options), hop_(hop), receive_(std::move(receive)) {}

void EventFinder::add(const SoundCall& call) {
  const SoundCall here = middle(call, hop_);
  std::optional<SoundCall>& event = open_[{call.file, call.channel}];
  if (event) {
    const auto label = static_cast<size_t>(event->label);
    const float chance = here.probabilities.empty() ? 0 : here.probabilities[label];
    if (chance >= options_.off) {
      event->end = here.end;
      event->end_sample = here.end_sample;
      if (chance > event->probability()) event->probabilities = here.probabilities;
      return;
    }
    end(*event);
    event.reset();
  }
  if (here.label >= 0 && here.probability() >= options_.on) event = here;
}

void EventFinder::end(SoundCall& event) {
  if (event.end - event.start + 1e-9 >= options_.min_duration) receive_(event);
}

void EventFinder::finish() {
  for (auto& [place, event] : open_) {
    if (event) end(*event);
  }
  open_.clear();
}

}  // namespace undula
