#pragma once
#include <optional>
#include <string>

#include "audio/io/sound_reader.h"
#include "cli/options/option_set.h"

namespace undula::cli {

/// Which part of a sound to read, and how samples without a header are coded.
class SoundOptions {
 public:
  /// `channel` says which channels are read where the option is not given.
  void declare(OptionSet& options, const std::string& channel = "mean");
  /// Only how samples without a header are coded.
  void declare_raw(OptionSet& options);

  /// `channel` is that choice. Errors: kUsage for a channel or a time that is none.
  SoundSelection selection(const std::string& channel = "mean") const;
  /// Errors: kUsage for raw samples without a rate, and a rate without raw samples.
  std::optional<RawFormat> raw() const;

 private:
  std::string channel_, start_, duration_, raw_;
  int64_t rate_ = 0, channels_ = 1;
};

}  // namespace undula::cli
