#pragma once
#include <string>

#include "cli/options/option_set.h"

namespace undula::cli {

/// A track along a genome in place of a table.
class TrackOptions {
 public:
  /// `what`: the numbers on it.
  void declare(OptionSet& options, const std::string& what);
  bool asked() const { return !track_.empty(); }
  const std::string& path() const { return track_; }

 private:
  std::string track_;
};

}  // namespace undula::cli
