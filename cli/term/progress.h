#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace undula::cli {

/// How a long task reports itself on standard error.
enum class ProgressStyle : uint8_t {
  kSilent,  ///< nothing
  kLive,    ///< a terminal: one line, rewritten at most ten times a second
  kPlain,   ///< a file or pipe with -v: a line every ten seconds
};

/// Live on a terminal, plain elsewhere with `verbose`, silent with `quiet` or in a pipe.
ProgressStyle progress_style(bool quiet, bool verbose);

/// The progress line of one task: what is done, rate, time left, and a note. Rate and time left appear after a second.
class Progress {
 public:
  /// `unit` is what is counted: "steps", "records".
  Progress(std::string title, std::string unit, ProgressStyle style);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `total` 0 = unknown, then no time left is shown. The first call after a resume sets where counting starts.
  void update(int64_t done, int64_t total, const std::string& note = "");
  /// Takes the line off the terminal, so that other text can be written.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(int64_t done, int64_t total, double seconds, const std::string& note) const;

  std::string title_, unit_;
  ProgressStyle style_;
  Clock::time_point start_, shown_;
  int64_t first_ = -1;
  bool visible_ = false;
};

}  // namespace undula::cli
