#include "cli/commands/embed_sound.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>

#include "audio/tasks/classify/sound_means.h"
#include "audio/tasks/model/sound_embedder.h"
#include "cli/output/announce_resampling.h"
#include "cli/output/print.h"
#include "cli/output/report_lines.h"
#include "cli/output/sound_call_writer.h"
#include "cli/output/vector_writer.h"
#include "cli/signals.h"
#include "cli/term/format.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

void print_report(const VectorWriter& writer, const std::string& out, const SoundEmbedder& embedder, bool json) {
  ReportLines lines;
  lines.add("array", out);
  lines.add("ids", writer.ids_path());
  lines.add("rows", writer.rows());
  lines.add("columns", embedder.width());
  print(json ? lines.json().text() + "\n" : lines.text());
}

}  // namespace

void EmbedSound::declare(OptionSet& options) {
  options.add("--hop", &hop_, "S", "a row for each window: seconds from the beginning of one to that of the next")
      .range(1e-4, 1e6)
      .default_text("one row for each sound");
  options.add("--window", &window_, "S", "seconds that are read at once").range(0, 1e6).default_text("as in training");
  sound_.declare(options, "as in training");
}

int EmbedSound::run(const std::string& model, const std::vector<std::string>& inputs, const std::string& out,
                    const CommonOptions& common) const {
  const std::optional<RawFormat> raw = sound_.raw();
  SoundEmbedder embedder(model, window_, common.compute());
  const SoundFrontEnd& front_end = embedder.front_end();
  const SoundSelection selection = sound_.selection(front_end.channel);
  VectorWriter writer(out, embedder.width(), kSoundPlaceHeader);
  SoundMeansOptions options;
  options.window = embedder.window();
  options.batch = embedder.batch_size();
  options.width = embedder.width();
  options.hop = hop_;
  options.silence = -std::numeric_limits<double>::infinity();
  SoundMeans means(
      options, [&](std::vector<std::vector<float>> windows) { return embedder.vectors(std::move(windows)); },
      [&](const SoundMean& row) { writer.write(sound_place(row), row.values); });
  note_stop_signals();
  const auto stopped = [] { return stop_signal() != 0; };
  const auto began = std::chrono::steady_clock::now();
  try {
    for (const std::string& input : inputs) {
      if (stopped()) break;
      RateReader reader(SoundReader(input, selection, raw), static_cast<int>(front_end.rate));
      announce_resampling(reader.source(), front_end.rate, common.quiet);
      means.read(reader.source().name(), reader, stopped);
    }
    means.finish();
  } catch (const Error&) {
    means.finish();
    const std::string kept = writer.rows() > 0 ? writer.keep_partial() : "";
    if (!kept.empty()) std::fprintf(stderr, "the rows before the error are in %s\n", kept.c_str());
    throw;
  }
  writer.commit();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (!common.quiet)
    std::fprintf(stderr, "embedded %s rows, %s of sound in %s: %s x real time\n", grouped(writer.rows()).c_str(),
                 duration(means.seconds()).c_str(), duration(seconds).c_str(),
                 fixed(means.seconds() / std::max(seconds, 1e-9), 1).c_str());
  print_report(writer, out, embedder, common.json);
  return stopped() ? stop_exit_code(stop_signal()) : 0;
}

}  // namespace undula::cli
