#pragma once
#include <cstdint>
#include <string>

#include "cli/options/option_set.h"

namespace undula::cli {

/// The options that every verb has.
struct CommonOptions {
  int64_t threads = 0;  ///< in total; 0 = what the affinity mask and the cgroup quota allow
  std::string device = "auto";
  std::string cpu_target = "auto";  ///< the best that this CPU has
  std::string config;
  bool json = false, quiet = false, verbose = false, no_color = false;

  void declare(OptionSet& options);
  /// Makes kernels use the instruction set that was asked for. Throws kMissing for a device that this build cannot use,
  /// kUsage for an instruction set that this CPU does not have.
  void apply() const;
  /// The number of threads to run with.
  int thread_count() const;
};

}  // namespace undula::cli
