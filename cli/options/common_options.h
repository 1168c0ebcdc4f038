#pragma once
#include <cstdint>
#include <string>

#include "cli/options/option_set.h"

namespace undula::cli {

/// The options that every verb has.
struct CommonOptions {
  int64_t threads = 0;  ///< in total; 0 = what the affinity mask and the cgroup quota allow
  std::string device = "auto";
  std::string cpu_target;  ///< empty = the best that this CPU has
  std::string config;
  bool json = false, quiet = false, verbose = false, no_color = false;

  void declare(OptionSet& options);
  /// Throws Error(kMissing) for a device that this build cannot use.
  void check() const;
  /// The number of threads to run with.
  int thread_count() const;
};

}  // namespace undula::cli
