#include "audio/tasks/classify/event_finder.h"

#include "tests/support/catch.h"

using namespace undula;

namespace {

/// Calls of windows of 0.3 s every 0.1 s, for two classes; a negative chance: too quiet.
std::vector<SoundCall> events_of(const std::vector<double>& chances, const EventOptions& options) {
  std::vector<SoundCall> events;
  EventFinder finder(options, 0.1, [&](const SoundCall& event) { events.push_back(event); });
  for (size_t i = 0; i < chances.size(); ++i) {
    SoundCall call;
    call.file = "x";
    call.start = 0.1 * static_cast<double>(i);
    call.end = call.start + 0.3;
    call.start_sample = static_cast<int64_t>(800 * i);
    call.end_sample = call.start_sample + 2400;
    if (chances[i] >= 0) {
      call.probabilities = {static_cast<float>(chances[i]), static_cast<float>(1 - chances[i])};
      call.label = chances[i] < 0.5;
    }
    finder.add(call);
  }
  finder.finish();
  return events;
}

}  // namespace

TEST_CASE("an event lasts from the first high probability to the last that is not low") {
  const auto events = events_of({0.5, 0.6, 0.9, 0.6, 0.95, 0.55, 0.4}, {0.8, 0.5, 0});
  REQUIRE(events.size() == 1);
  CHECK(events[0].label == 0);
  CHECK(events[0].start == Approx(0.3));
  CHECK(events[0].end == Approx(0.7));
  CHECK(events[0].start_sample == 2400);
  CHECK(events[0].end_sample == 5600);
  CHECK(events[0].probability() == Approx(0.95));
}

TEST_CASE("silence ends an event, another class begins one, short ones are dropped") {
  CHECK(events_of({0.9, 0.9, -1, 0.9}, {0.8, 0.5, 0}).size() == 2);
  const auto both = events_of({0.9, 0.9, 0.05, 0.05}, {0.8, 0.5, 0});
  REQUIRE(both.size() == 2);
  CHECK(both[1].label == 1);
  CHECK(events_of({0.9, 0.9, -1, 0.9}, {0.8, 0.5, 0.2}).size() == 1);
}
