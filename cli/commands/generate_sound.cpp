#include "cli/commands/generate_sound.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

#include "audio/io/sound_writer.h"
#include "audio/resample/rate_reader.h"
#include "audio/tasks/language/generate_sound.h"
#include "cli/output/announce_resampling.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "core/base/machine.h"

namespace undula::cli {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& where, const std::string& hint) {
  throw Error(ErrorKind::kUsage, what, where, hint);
}

}  // namespace

void GenerateSound::declare(OptionSet& options) {
  options.add("--seconds", &seconds_, "S", "new sound, exactly; the prompt does not count")
      .range(0, 1e9)
      .default_text("");
  options.add("--batch", &batch_, "N", "sounds made at once, in FILE-1, FILE-2, ...; each is what it is alone")
      .range(1, 256);
  options
      .add("--save-state", &save_state_, "FILE",
           "snapshot to write at the end, from which --load-state goes on exactly")
      .default_text("none");
  options.add("--load-state", &load_state_, "FILE", "snapshot to go on from, in place of --prompt")
      .default_text("none");
  prompt_.declare(options);
}

void GenerateSound::check(const GenerateShared& shared) const {
  if (seconds_ <= 0) refuse("--seconds is missing: how much new sound", "command line", "undula generate --help");
  if (batch_ > 1 && shared.out == "-")
    refuse("standard output takes one sound", "--batch " + std::to_string(batch_), "-o sound.wav");
  if (!load_state_.empty() && !shared.prompt.empty())
    refuse("a snapshot has its prompt behind it", "--prompt " + shared.prompt, "leave it out");
  if (shared.with_prompt && shared.prompt.empty())
    refuse("--with-prompt needs a prompt", "command line", "--prompt FILE");
}

std::vector<float> GenerateSound::read_prompt(const std::string& path, int rate, bool quiet) const {
  const SoundSelection selection = prompt_.selection();
  if (selection.channels == SoundSelection::Channels::kEach)
    refuse("a prompt is one channel", "--channel each", "--channel mean, or a number from 1");
  SoundReader reader(path, selection, prompt_.raw());
  announce_resampling(reader, rate, quiet);
  return read_all(std::move(reader), rate);
}

std::string GenerateSound::name_of(const std::string& out, int64_t i) const {
  if (batch_ == 1) return out;
  const std::filesystem::path path(out);
  return path.parent_path() / (path.stem().string() + "-" + std::to_string(i + 1) + path.extension().string());
}

int GenerateSound::run(const GenerateShared& shared, const CommonOptions& common) const {
  check(shared);
  GenerateSoundTask task(shared.model, batch_, common.compute());
  const int rate = task.card().rate;
  std::vector<float> prompt;
  if (load_state_.empty()) {
    if (!shared.prompt.empty()) prompt = read_prompt(shared.prompt, rate, common.quiet);
  }
  std::vector<SoundWriter> writers;
  for (int64_t i = 0; i < batch_; ++i) writers.emplace_back(name_of(shared.out, i), SoundSpec{.rate = rate});
  const auto began = std::chrono::steady_clock::now();
  if (load_state_.empty()) {
    task.start(shared.sampling, prompt);
  } else {
    task.resume(load_state_, shared.sampling, shared.seed_given);
  }
  if (shared.with_prompt)
    for (SoundWriter& writer : writers) writer.write(prompt.data(), static_cast<int64_t>(prompt.size()));
  const auto samples = static_cast<int64_t>(std::llround(seconds_ * rate));
  Progress progress("generating", "samples", progress_style(common.quiet, common.verbose));
  int64_t made = 0;
  task.run(samples, [&](int64_t sound, std::span<const float> next) {
    writers[static_cast<size_t>(sound)].write(next.data(), static_cast<int64_t>(next.size()));
    progress.update(made += static_cast<int64_t>(next.size()), samples * batch_);
  });
  int64_t clipped = 0;
  for (SoundWriter& writer : writers) {
    clipped += writer.clipped();
    writer.finish();
  }
  if (!save_state_.empty()) task.save(save_state_);
  progress.clear();
  if (common.quiet) return 0;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const double sound = static_cast<double>(samples) / rate;
  std::string line = "generated " + grouped(batch_) + " sound" + (batch_ == 1 ? "" : "s") + " of " + grouped(samples) +
                     " samples (" + fixed(sound, 3) + " s) in " + duration(seconds) + ": real-time factor " +
                     fixed(seconds / (sound * static_cast<double>(batch_)), 3) + ", " +
                     scaled(static_cast<double>(samples * batch_) / seconds) + " samples/s, peak memory " +
                     bytes_text(peak_resident_bytes()) + "\n";
  if (clipped > 0) line += grouped(clipped) + " samples were clipped\n";
  std::fputs(line.c_str(), stderr);
  return 0;
}

}  // namespace undula::cli
