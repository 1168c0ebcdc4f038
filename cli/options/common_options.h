#pragma once
#include <cstdint>
#include <string>

#include "cli/options/option_set.h"
#include "core/memory/context.h"

namespace undula::cli {

/// The options that every verb has.
struct CommonOptions {
  int64_t threads = 0;  ///< in total; 0 = what the affinity mask and the cgroup quota allow
  std::string device = "auto", dtype = "f32";
  std::string cpu_target = "auto";  ///< the best that this CPU has
  std::string config;
  bool json = false, quiet = false, verbose = false, no_color = false;

  void declare(OptionSet& options);
  /// Makes kernels use the instruction set that was asked for. Throws kUsage for one that this CPU does not have, for a
  /// device of an unknown name, and for types that the device does not compute in; kMissing for a device that is not
  /// there or that this build cannot use.
  void apply() const;
  /// Where and in what models are run: the same device at each call.
  Compute compute() const;
  /// The number of threads to run with.
  int thread_count() const;

 private:
  mutable std::shared_ptr<DeviceBackend> backend_;  // once it was asked for
};

}  // namespace undula::cli
