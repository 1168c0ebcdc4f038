#include "cli/commands/classify_sound.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "cli/output/announce_resampling.h"
#include "cli/output/sound_call_writer.h"
#include "cli/signals.h"
#include "cli/term/format.h"
#include "core/base/error.h"
#include "core/base/machine.h"

namespace undula::cli {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& hint = "undula classify --help") {
  throw Error(ErrorKind::kUsage, what, "command line", hint);
}

SoundCallFormat format_of(const ClassifyShared& shared, const CommonOptions& common) {
  if (common.json || shared.format == "jsonl") return SoundCallFormat::kJsonl;
  return shared.format == "audacity" ? SoundCallFormat::kAudacity : SoundCallFormat::kTsv;
}

void report(const SoundCalls& calls, int64_t sounds, int64_t rows, double seconds) {
  std::fprintf(stderr,
               "classified %s sound%s, %s in %s: %s rows, real-time factor %s (%s x real time), %ssamples/s, peak "
               "memory %s\n",
               grouped(sounds).c_str(), sounds == 1 ? "" : "s", duration(calls.seconds()).c_str(),
               duration(seconds).c_str(), grouped(rows).c_str(),
               fixed(seconds / std::max(calls.seconds(), 1e-9), 4).c_str(),
               fixed(calls.seconds() / std::max(seconds, 1e-9), 1).c_str(),
               scaled(static_cast<double>(calls.samples()) / std::max(seconds, 1e-9)).c_str(),
               bytes_text(peak_resident_bytes()).c_str());
}

}  // namespace

void ClassifySound::declare(OptionSet& options) {
  options.add("--window", &window_, "S", "seconds that are read at once")
      .range(0, 1e6)
      .default_text("the longest that the model was trained on");
  sound_.declare(options, "as in training");
  options.add("--silence", &silence_, "DB", "rows quieter than this (dBFS, RMS) get no decision").range(-300, 0);
  options
      .add("--on", &on_, "P",
           "rows are events: stretches of one class that begin where its probability reaches P; needs --hop")
      .range(0, 1)
      .default_text("no events");
  options.add("--off", &off_, "P", "events end where the probability falls below P")
      .range(0, 1)
      .default_text("half of --on");
  options.add("--min-duration", &min_duration_, "S", "seconds; shorter events are dropped").range(0, 1e6);
}

void ClassifySound::check(const ClassifyShared& shared, const CommonOptions& common) const {
  const std::string& format = shared.format;
  if (!format.empty() && format != "tsv" && format != "jsonl" && format != "audacity")
    refuse("--format " + format + " is for DNA, not for sound", "tsv, jsonl or audacity");
  if (format == "audacity" && common.json) refuse("--format audacity does not go with --json");
  if (format == "audacity" && shared.inputs.size() > 1) refuse("Audacity's labels are those of one sound");
  if (events() && shared.hop <= 0) refuse("events are found hop by hop", "--hop 0.1, say");
  if (!events() && (off_ > 0 || min_duration_ > 0)) refuse("--off and --min-duration are for events", "--on 0.8, say");
  if (off_ > on_) refuse("--off is above --on: events would end where they begin");
}

int ClassifySound::run(const ClassifyShared& shared, const CommonOptions& common) {
  check(shared, common);
  const std::optional<RawFormat> raw = sound_.raw();
  const auto rate = static_cast<double>(SoundCard::load(read_model(shared.model)).front_end.rate);
  const int64_t window = window_ > 0 ? std::max<int64_t>(std::llround(window_ * rate), 1) : 0;
  SoundClassifier classifier(shared.model, common.compute(), window);
  if (shared.uncalibrated) classifier.skip_calibration();
  const SoundFrontEnd& front_end = classifier.card().front_end;
  const SoundSelection selection = sound_.selection(front_end.channel);

  bool live = false;
  for (const std::string& input : shared.inputs) live = live || !std::filesystem::is_regular_file(input);
  const auto began = std::chrono::steady_clock::now();
  SoundCallWriter writer(shared.out, classifier.card().classes, format_of(shared, common), live && shared.hop > 0);
  EventFinder events({on_, off_ > 0 ? off_ : on_ / 2, min_duration_}, shared.hop,
                     [&](const SoundCall& event) { writer.write(event); });
  SoundCallOptions options{shared.hop, silence_, shared.confidence, live && shared.hop > 0};
  SoundCalls calls(classifier, options, [&](const SoundCall& call) {
    if (this->events()) {
      events.add(call);
    } else {
      writer.write(call);
    }
  });
  note_stop_signals();
  const auto stopped = [] { return stop_signal() != 0; };
  int64_t sounds = 0;
  for (const std::string& input : shared.inputs) {
    if (stopped()) break;
    RateReader reader(SoundReader(input, selection, raw), static_cast<int>(front_end.rate));
    announce_resampling(reader.source(), front_end.rate, common.quiet || sounds > 0);
    calls.read(reader.source().name(), reader, stopped);
    ++sounds;
  }
  calls.finish();
  events.finish();
  writer.finish();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (!common.quiet) report(calls, sounds, writer.rows(), seconds);
  return stopped() ? stop_exit_code(stop_signal()) : 0;
}

}  // namespace undula::cli
