#pragma once
#include <memory>
#include <string>

#include "cli/options/option_set.h"
#include "genomics/tasks/contig_tokens.h"

namespace undula::cli {

/// A track along a genome in place of a table: where it goes and which part of the genome it covers.
class TrackOptions {
 public:
  /// `what`: the numbers on it.
  void declare(OptionSet& options, const std::string& what);
  bool asked() const { return !track_.empty(); }
  const std::string& path() const { return track_; }
  bool has_region() const { return !region_.empty(); }

  /// The stretches to cover. Errors: those of contig_parts.
  std::vector<ContigPart> parts(const IndexedFasta& reference) const;

 private:
  std::string track_, region_;
};

}  // namespace undula::cli
