#include "audio/io/time_text.h"

#include <charconv>
#include <cmath>
#include <string_view>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr double kLongest = 3.2e10;  // seconds: times the highest sample rate it still fits 64 bits

/// The whole of `text` as a plain number; false for signs, exponents, blanks and anything behind it.
template <class T>
bool plain_number(std::string_view text, T& value) {
  if (text.empty() || text.find_first_not_of("0123456789.") != text.npos) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

/// Seconds of "S", "M:S" or "H:M:S", where only the last part may have a fraction and the later ones stay below 60.
bool parse_seconds(std::string_view text, double& seconds) {
  seconds = 0;
  for (int parts = 1; parts <= 3; ++parts) {
    const size_t colon = text.find(':');
    if (colon == text.npos) {
      double last = 0;
      if (!plain_number(text, last) || (parts > 1 && last >= 60)) return false;
      seconds = 60 * seconds + last;
      return seconds <= kLongest;
    }
    int64_t part = 0;
    if (!plain_number(text.substr(0, colon), part) || (parts > 1 && part >= 60)) return false;
    seconds = 60 * seconds + static_cast<double>(part);
    text.remove_prefix(colon + 1);
  }
  return false;
}

}  // namespace

int64_t SoundTime::frame(int rate) const {
  return samples >= 0 ? samples : std::llround(seconds * rate);
}

SoundTime parse_sound_time(const std::string& text) {
  SoundTime time;
  const std::string_view view = text;
  const bool in_samples = view.ends_with('s');
  if (in_samples ? plain_number(view.substr(0, view.size() - 1), time.samples) : parse_seconds(view, time.seconds)) {
    return time;
  }
  throw Error(ErrorKind::kUsage, "'" + text + "' is no time", "",
              "seconds as 12.5, minutes and seconds as 1:02.5, or samples as 44100s");
}

}  // namespace undula
