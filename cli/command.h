#pragma once
#include <memory>

#include "cli/options/option_set.h"

namespace undula::cli {

/// A verb: declares its options, then runs once with what they were set to.
class Command {
 public:
  virtual ~Command() = default;
  virtual void declare(OptionSet& options) = 0;
  /// Returns the exit code; throws Error for everything that went wrong.
  virtual int run() = 0;
};

}  // namespace undula::cli
