#include "cli/options/sound_options.h"

#include "core/base/error.h"

namespace undula::cli {

void SoundOptions::declare(OptionSet& options, const std::string& channel) {
  options.add("--channel", &channel_, "WHICH", "mean of all channels, each on its own, or the number of one, from 1")
      .default_text(channel);
  options.add("--start", &start_, "TIME", "where to begin: seconds, 1:02.5, or samples as 44100s")
      .default_text("the beginning");
  options.add("--duration", &duration_, "TIME", "how much to read, written likewise").default_text("to the end");
  declare_raw(options);
}

void SoundOptions::declare_raw(OptionSet& options) {
  options.add("--raw", &raw_, "CODE", "sounds are samples without a header: s16le or f32le; needs --rate")
      .choices({"s16le", "f32le"})
      .default_text("files say what they are");
  options.add("--rate", &rate_, "N", "samples a second of --raw").range(1, 1e9).default_text("");
  options.add("--channels", &channels_, "N", "channels of --raw").range(1, 1024);
}

SoundSelection SoundOptions::selection(const std::string& channel) const {
  SoundSelection selection = select_channels(channel_.empty() ? channel : channel_);
  if (!start_.empty()) selection.start = parse_sound_time(start_);
  if (!duration_.empty()) selection.duration = parse_sound_time(duration_);
  return selection;
}

std::optional<RawFormat> SoundOptions::raw() const {
  if (raw_.empty()) {
    if (rate_ > 0)
      throw Error(ErrorKind::kUsage, "--rate says how fast --raw samples come; a sound file says it itself",
                  "--rate " + std::to_string(rate_), "leave it out, or add --raw s16le");
    return std::nullopt;
  }
  if (rate_ == 0)
    throw Error(ErrorKind::kUsage, "raw samples do not say how many there are a second", "--raw " + raw_,
                "--rate 16000, say");
  const auto encoding = raw_ == "s16le" ? RawFormat::Encoding::kS16le : RawFormat::Encoding::kF32le;
  return RawFormat{encoding, static_cast<int>(rate_), static_cast<int>(channels_)};
}

}  // namespace undula::cli
