#include "cli/output/sound_call_writer.h"

#include "audio/tasks/labelled/label_track.h"
#include "cli/term/format.h"
#include "core/io/json.h"

namespace undula::cli {
namespace {

constexpr char kNoDecision[] = "no_decision";

std::string channel_text(const SoundCall& call) {
  return call.channel < 0 ? "mean" : std::to_string(call.channel + 1);
}

}  // namespace

SoundCallWriter::SoundCallWriter(const std::string& path, const std::vector<std::string>& classes,
                                 SoundCallFormat format, bool live)
    : writer_(path), classes_(classes), format_(format), live_(live) {
  if (format == SoundCallFormat::kTsv)
    writer_.write("file\tchannel\tstart\tend\tstart_sample\tend_sample\tlabel\tprobability\n");
}

void SoundCallWriter::write(const SoundCall& call) {
  ++rows_;
  if (format_ == SoundCallFormat::kTsv) writer_.write(row(call));
  if (format_ == SoundCallFormat::kJsonl) writer_.write(object(call));
  if (format_ == SoundCallFormat::kAudacity && call.label >= 0)
    writer_.write(label_track_line(call.start, call.end, label_of(call)));
  if (live_) writer_.flush();
}

std::string SoundCallWriter::label_of(const SoundCall& call) const {
  return call.label < 0 ? kNoDecision : classes_[static_cast<size_t>(call.label)];
}

std::string SoundCallWriter::row(const SoundCall& call) const {
  return call.file + "\t" + channel_text(call) + "\t" + fixed(call.start, 4) + "\t" + fixed(call.end, 4) + "\t" +
         std::to_string(call.start_sample) + "\t" + std::to_string(call.end_sample) + "\t" + label_of(call) + "\t" +
         (call.label < 0 ? "NA" : fixed(call.probability(), 4)) + "\n";
}

std::string SoundCallWriter::object(const SoundCall& call) const {
  JsonObject json;
  json.add("file", call.file).add("channel", channel_text(call)).add("start", call.start).add("end", call.end);
  json.add("start_sample", call.start_sample).add("end_sample", call.end_sample).add("label", label_of(call));
  JsonObject probabilities;
  for (size_t c = 0; c < call.probabilities.size(); ++c)
    probabilities.add(classes_[c], static_cast<double>(call.probabilities[c]));
  return json.add("probabilities", probabilities).text() + "\n";
}

}  // namespace undula::cli
