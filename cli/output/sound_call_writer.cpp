#include "cli/output/sound_call_writer.h"

#include "audio/tasks/labelled/label_track.h"
#include "cli/term/format.h"
#include "core/io/json.h"

namespace undula::cli {
namespace {

constexpr char kNoDecision[] = "no_decision";

std::string channel_text(const SoundMean& row) {
  return row.channel < 0 ? "mean" : std::to_string(row.channel + 1);
}

}  // namespace

std::string sound_place(const SoundMean& row) {
  return row.file + "\t" + channel_text(row) + "\t" + fixed(row.start, 4) + "\t" + fixed(row.end, 4) + "\t" +
         std::to_string(row.start_sample) + "\t" + std::to_string(row.end_sample);
}

SoundCallWriter::SoundCallWriter(const std::string& path, const std::vector<std::string>& classes,
                                 SoundCallFormat format, bool live)
    : writer_(path), classes_(classes), format_(format), live_(live) {
  if (format == SoundCallFormat::kTsv) writer_.write(std::string(kSoundPlaceHeader) + "\tlabel\tprobability\n");
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
  return sound_place(call) + "\t" + label_of(call) + "\t" + (call.label < 0 ? "NA" : fixed(call.probability(), 4)) +
         "\n";
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
