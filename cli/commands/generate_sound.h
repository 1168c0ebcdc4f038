#pragma once
#include <string>
#include <vector>

#include "cli/options/common_options.h"
#include "cli/options/sound_options.h"
#include "core/model/token_sampler.h"

namespace undula::cli {

/// What of `undula generate` is the same for DNA and for sound.
struct GenerateShared {
  std::string model, prompt, out = "-";
  bool with_prompt = false;
  Sampling sampling;
  bool seed_given = false;
};

/// `undula generate MODEL --seconds S` with a language model of sound.
class GenerateSound {
 public:
  /// The options that are for sound alone.
  void declare(OptionSet& options);
  /// The exit code. Errors: kUsage for options that do not fit together, and those of GenerateSoundTask, SoundReader
  /// and SoundWriter.
  int run(const GenerateShared& shared, const CommonOptions& common) const;

 private:
  void check(const GenerateShared& shared) const;
  std::vector<float> read_prompt(const std::string& path, int rate, bool quiet) const;
  /// The file of sound number `i`.
  std::string name_of(const std::string& out, int64_t i) const;

  double seconds_ = 0;
  int64_t batch_ = 1;
  std::string save_state_, load_state_;
  SoundOptions prompt_;
};

}  // namespace undula::cli
