#include "tests/bench/bench.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/base/error.h"
#include "core/cpu/target.h"

namespace undula::bench {

Timing time(const std::function<void()>& body, double seconds) {
  using Clock = std::chrono::steady_clock;
  body();
  std::vector<double> times;
  double total = 0;
  while (times.size() < 5 || total < seconds) {
    const auto begin = Clock::now();
    body();
    times.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    total += times.back();
  }
  std::sort(times.begin(), times.end());
  return {times.front(), times[times.size() / 2]};
}

Report::Report(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--json")) {
      json_ = true;
    } else if (!std::strcmp(argv[i], "--threads") && i + 1 < argc && std::atoi(argv[i + 1]) > 0) {
      threads_.push_back(std::atoi(argv[++i]));
    } else if (!std::strcmp(argv[i], "--cpu-target") && i + 1 < argc) {
      try {
        set_cpu_target(argv[++i]);
      } catch (const Error& error) {
        std::fputs(error.message().c_str(), stderr);
        std::exit(error.exit_code());
      }
    } else {
      std::fprintf(stderr, "usage: %s [--json] [--threads N]... [--cpu-target NAME]\n", argv[0]);
      std::exit(2);
    }
  }
  if (threads_.empty()) threads_ = {1, 2};
}

void Report::add(const std::string& name, const std::string& unit, int threads, double work, const Timing& timing,
                 const std::string& limit, double ceiling) {
  figures_.push_back({name, unit, threads, work / timing.best, work / timing.median, limit, ceiling});
  const Figure& f = figures_.back();
  std::fprintf(stderr, "%s, %d thread%s: %.4g %s\n", name.c_str(), threads, threads > 1 ? "s" : "", f.best / 1e9,
               unit.c_str());
}

int Report::finish() const {
  if (!json_) {
    std::printf("CPU target %s; G = 1e9 per second; ratio = best / ceiling\n", current_cpu_target().c_str());
    std::printf("%-44s %2s %9s %9s  %-10s %9s %6s  %s\n", "what", "T", "best", "median", "unit", "ceiling", "ratio",
                "limit");
  }
  if (json_) std::printf("[");
  for (size_t i = 0; i < figures_.size(); ++i) {
    const Figure& f = figures_[i];
    const double ratio = f.ceiling > 0 ? f.best / f.ceiling : 0;
    if (json_) {
      std::printf(
          "%s\n  {\"name\": \"%s\", \"threads\": %d, \"unit\": \"%s\", \"best\": %.6g, \"median\": %.6g, "
          "\"limit\": \"%s\", \"ceiling\": %.6g, \"target\": \"%s\"}",
          i ? "," : "", f.name.c_str(), f.threads, f.unit.c_str(), f.best, f.median, f.limit.c_str(), f.ceiling,
          current_cpu_target().c_str());
    } else if (f.limit.empty()) {
      std::printf("%-44s %2d %9.3f %9.3f  %-10s\n", f.name.c_str(), f.threads, f.best / 1e9, f.median / 1e9,
                  f.unit.c_str());
    } else {
      std::printf("%-44s %2d %9.3f %9.3f  %-10s %9.3f %5.0f%%  %s\n", f.name.c_str(), f.threads, f.best / 1e9,
                  f.median / 1e9, f.unit.c_str(), f.ceiling / 1e9, 100 * ratio, f.limit.c_str());
    }
  }
  if (json_) std::printf("\n]\n");
  return 0;
}

void verify(bool condition, const std::string& what) {
  if (condition) return;
  std::fprintf(stderr, "error: %s\n", what.c_str());
  std::exit(1);
}

}  // namespace undula::bench
