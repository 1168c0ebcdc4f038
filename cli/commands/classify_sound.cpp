#include "cli/commands/classify_sound.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

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
  options.add("--channel", &channel_, "WHICH", "mean of all channels, each on its own, or the number of one, from 1")
      .default_text("as in training");
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
  options.add("--raw", &raw_, "CODE", "INPUT is samples without a header: s16le or f32le; needs --rate")
      .choices({"s16le", "f32le"})
      .default_text("INPUT says what it is");
  options.add("--rate", &rate_, "N", "samples a second of --raw").range(1, 1e9).default_text("");
  options.add("--channels", &channels_, "N", "channels of --raw").range(1, 1024);
}

std::optional<RawFormat> ClassifySound::raw_format() const {
  if (raw_.empty()) {
    if (rate_ > 0) refuse("--rate says how fast --raw samples come; a sound file says it itself", "leave it out");
    return std::nullopt;
  }
  if (rate_ == 0) refuse("raw samples do not say how many there are a second", "--rate 16000, say");
  const auto encoding = raw_ == "s16le" ? RawFormat::Encoding::kS16le : RawFormat::Encoding::kF32le;
  return RawFormat{encoding, static_cast<int>(rate_), static_cast<int>(channels_)};
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
  const std::optional<RawFormat> raw = raw_format();
  const auto rate = static_cast<double>(SoundCard::load(read_model(shared.model)).front_end.rate);
  const int64_t window = window_ > 0 ? std::max<int64_t>(std::llround(window_ * rate), 1) : 0;
  SoundClassifier classifier(shared.model, common.thread_count(), window);
  if (shared.uncalibrated) classifier.skip_calibration();
  SoundFrontEnd front_end = classifier.card().front_end;
  if (!channel_.empty()) front_end.channel = channel_;

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
    RateReader reader(SoundReader(input, front_end.selection(), raw), static_cast<int>(front_end.rate));
    if (reader.resampled() && !common.quiet && sounds == 0)
      std::fprintf(stderr, "resampling %s from %s to the model's %s Hz\n", reader.source().name().c_str(),
                   grouped(reader.source().format().rate).c_str(), grouped(front_end.rate).c_str());
    calls.read(input == "-" ? "stdin" : input, reader, stopped);
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
