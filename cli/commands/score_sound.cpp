#include "cli/commands/score_sound.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "audio/picture/score_picture.h"
#include "cli/output/announce_resampling.h"
#include "cli/term/format.h"
#include "cli/term/progress.h"
#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/io/atomic_file.h"
#include "core/io/json.h"

namespace undula::cli {
namespace {

bool is_svg(const std::string& path) {
  return path.ends_with(".svg");
}

std::string channel_text(int channel) {
  return channel == 0 ? "mean" : std::to_string(channel);
}

/// The rows of a table, and the sums that the last line on standard error says.
class ScoreRows {
 public:
  ScoreRows(const std::string& out, const SoundLanguageCard& card, bool background, bool json)
      : file_(out), card_(card), background_(background), json_(json) {
    if (json_) return;
    file_.write("file\tchannel\tstart\tend\tstart_sample\tend_sample\tbits\ttypicality");
    file_.write(background_ ? "\tbackground\tdifference\n" : "\n");
  }

  void add(const SoundScore& score) {
    if (json_) {
      JsonObject row;
      row.add("file", score.file).add("channel", channel_text(score.channel));
      row.add("start", score.start).add("end", score.end);
      row.add("start_sample", score.start_sample).add("end_sample", score.end_sample);
      row.add("bits", score.bits).add("typicality", score.typicality(card_));
      if (background_) row.add("background", score.background).add("difference", score.bits - score.background);
      file_.write(row.text() + "\n");
      return;
    }
    std::string row = score.file + "\t" + channel_text(score.channel) + "\t" + fixed(score.start, 3) + "\t" +
                      fixed(score.end, 3) + "\t" + std::to_string(score.start_sample) + "\t" +
                      std::to_string(score.end_sample) + "\t" + fixed(score.bits, 4) + "\t" +
                      fixed(score.typicality(card_), 4);
    if (background_) row += "\t" + fixed(score.background, 4) + "\t" + fixed(score.bits - score.background, 4);
    file_.write(row + "\n");
  }

  void commit() { file_.commit(); }

 private:
  AtomicFile file_;
  const SoundLanguageCard& card_;
  bool background_, json_;
};

void write_picture(const std::string& path, const ScorePicture& picture) {
  AtomicFile file(path);
  file.write(is_svg(path) ? picture.svg() : picture.png());
  file.commit();
}

}  // namespace

void ScoreSound::declare(OptionSet& options) {
  options.add_switch("--per-second", &per_second_, "a row for each second of each sound, not one for all of it");
  options
      .add("--background", &background_, "MODEL",
           "model of the same rate and codes whose bits are subtracted: what is surprising beside it")
      .default_text("none");
  options
      .add("--picture", &picture_, "FILE",
           "spectrogram of one sound (its first channel) with its bits below, as .png or .svg")
      .default_text("none");
  sound_.declare(options);
}

void ScoreSound::check(const std::vector<std::string>& inputs, const SoundLanguageModel& model) const {
  const auto refuse = [](const std::string& what, const std::string& where, const std::string& hint) {
    throw Error(ErrorKind::kUsage, what, where, hint);
  };
  if (!picture_.empty() && !picture_.ends_with(".png") && !is_svg(picture_))
    refuse("a picture is a .png or an .svg file", "--picture " + picture_, "--picture sound.png");
  if (!picture_.empty() && inputs.size() > 1)
    refuse("a picture is of one sound; got " + std::to_string(inputs.size()), "--picture " + picture_,
           "one sound at a time");
  const bool stream = std::any_of(inputs.begin(), inputs.end(), [](const std::string& input) {
    return input == "-" || std::filesystem::is_fifo(input);
  });
  if (stream && !model.card().codes.streamable())
    refuse("the model's codes (" + model.card().codes.name() +
               ") depend on the level of a whole sound, which a stream does not have",
           "-", "a file, or a model trained with --codes mu-law");
}

int ScoreSound::run(const std::string& path, const std::vector<std::string>& inputs, const std::string& out,
                    const CommonOptions& common) const {
  const SoundSelection selection = sound_.selection();
  const std::optional<RawFormat> raw = sound_.raw();
  SoundLanguageModel model(path, common.compute());
  check(inputs, model);
  std::unique_ptr<SoundLanguageModel> background;
  if (!background_.empty()) background = std::make_unique<SoundLanguageModel>(background_, common.compute());
  ScoreSoundTask task(model, background.get());

  ScoreRows rows(out, model.card(), background != nullptr, common.json);
  std::unique_ptr<ScorePicture> picture;
  Progress progress("scoring", "samples", progress_style(common.quiet, common.verbose));
  const auto began = std::chrono::steady_clock::now();
  int64_t samples = 0, seen = 0;
  double bits = 0;
  ScoreObserver observer;
  if (per_second_) observer.second = [&](const SoundScore& score) { rows.add(score); };
  observer.opened = [&](const SoundReader& reader) {
    announce_resampling(reader, model.card().rate, common.quiet);
    if (picture_.empty()) return;
    picture = std::make_unique<ScorePicture>(reader.name(), model.card().rate,
                                             static_cast<double>(reader.position()) / reader.format().rate);
  };
  observer.samples = [&](std::span<const float> next, std::span<const double> next_bits) {
    if (picture) picture->add(next, next_bits);
    progress.update(seen += static_cast<int64_t>(next.size()), 0);
  };
  for (const std::string& input : inputs) {
    const ScoredSound scored = task.run(SoundReader(input, selection, raw), selection, observer);
    for (const SoundScore& score : scored.whole) {
      if (!per_second_) rows.add(score);
      samples += score.samples;
      bits += score.bits * static_cast<double>(score.samples);
    }
  }
  rows.commit();
  if (picture) write_picture(picture_, *picture);
  progress.clear();
  if (common.quiet) return 0;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const double sound = static_cast<double>(samples) / model.card().rate;
  std::fprintf(stderr,
               "scored %s sound%s, %s samples, in %s: %s bits a sample; real-time factor %s, %s samples/s, peak memory "
               "%s\n",
               grouped(static_cast<int64_t>(inputs.size())).c_str(), inputs.size() == 1 ? "" : "s",
               grouped(samples).c_str(), duration(seconds).c_str(),
               fixed(bits / static_cast<double>(samples), 4).c_str(), fixed(seconds / sound, 4).c_str(),
               scaled(static_cast<double>(samples) / seconds).c_str(), bytes_text(peak_resident_bytes()).c_str());
  return 0;
}

}  // namespace undula::cli
