#pragma once
#include <functional>
#include <string>
#include <vector>

namespace undula::bench {

/// Seconds of one call.
struct Timing {
  double best, median;
};

/// Calls `body` until it has run for about `seconds` in all, at least five times after one warm-up call.
Timing time(const std::function<void()>& body, double seconds = 0.5);

/// One figure beside the most that the machine could give.
struct Figure {
  std::string name;
  std::string unit;
  int threads;
  double best, median;
  std::string limit;  ///< what the ceiling is; empty: the figure is a ceiling itself
  double ceiling = 0;
};

/// Collects figures and prints them: a table on a terminal's stdout, one JSON array with `--json`.
class Report {
 public:
  /// Reads `--json`, `--threads N` (may be given more than once; default 1 and 2) and `--cpu-target NAME`. Exits with 2
  /// on anything else.
  Report(int argc, char** argv);
  const std::vector<int>& threads() const { return threads_; }
  /// `work` units done per call that took `timing`.
  void add(const std::string& name, const std::string& unit, int threads, double work, const Timing& timing,
           const std::string& limit = "", double ceiling = 0);
  /// Prints everything; the exit code of main.
  int finish() const;

 private:
  bool json_ = false;
  std::vector<int> threads_;
  std::vector<Figure> figures_;
};

/// Ends the program with a message: a wrong kernel is not timed.
void verify(bool condition, const std::string& what);

}  // namespace undula::bench
