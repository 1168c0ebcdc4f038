#include "cli/output/call_writer.h"

#include "cli/output/kraken_report.h"
#include "core/io/json.h"

namespace undula::cli {

CallWriter::CallWriter(const std::string& path, const std::vector<std::string>& classes, const CallColumns& columns,
                       CallFormat format, const std::optional<OutputSpot>& from)
    : writer_(path, from), classes_(classes), columns_(columns), format_(format) {
  if (format_ == CallFormat::kTsv && (!from || from->is_start())) writer_.write(header());
}

void CallWriter::write(const Call& call) {
  switch (format_) {
    case CallFormat::kTsv:
      return writer_.write(row(call));
    case CallFormat::kKraken:
      return writer_.write(kraken_line(call));
    case CallFormat::kJson:
      return writer_.write(object(call));
  }
}

std::string CallWriter::label_of(const Call& call) const {
  return call.label() < 0 ? kUnclassified : classes_[static_cast<size_t>(call.label())];
}

std::string CallWriter::header() const {
  std::string line = "id\tlabel\tprobability";
  for (const std::string& name : classes_) line += "\t" + name;
  if (columns_.part) line += "\tstart\tend";
  if (columns_.file) line += "\tfile";
  return line + "\n";
}

std::string CallWriter::row(const Call& call) const {
  std::string line = call.id + "\t" + label_of(call);
  if (call.probabilities.empty()) {
    for (size_t c = 0; c <= classes_.size(); ++c) line += "\tNA";
  } else {
    line += "\t" + probability_text(call.probabilities[static_cast<size_t>(call.best())]);
    for (const float probability : call.probabilities) line += "\t" + probability_text(probability);
  }
  if (columns_.part) line += "\t" + std::to_string(call.begin) + "\t" + std::to_string(call.end);
  if (columns_.file) line += "\t" + file_;
  return line + "\n";
}

std::string CallWriter::kraken_line(const Call& call) const {
  std::string line = (call.label() < 0 ? "U\t" : "C\t") + call.id + "\t" + label_of(call) + "\t";
  for (size_t i = 0; i < call.records.size(); ++i) line += (i == 0 ? "" : "|") + std::to_string(call.records[i].length);
  std::string detail;
  for (size_t c = 0; c < call.probabilities.size(); ++c)
    detail += " " + std::to_string(kraken_number(c)) + ":" + probability_text(call.probabilities[c]);
  return line + "\t" + (detail.empty() ? "0:0" : detail.substr(1)) + "\n";
}

std::string CallWriter::object(const Call& call) const {
  JsonObject row, probabilities;
  row.add("id", call.id);
  row.add("label", label_of(call));
  for (size_t c = 0; c < call.probabilities.size(); ++c) probabilities.add(classes_[c], call.probabilities[c]);
  row.add("probabilities", probabilities);
  if (columns_.part) row.add("start", call.begin).add("end", call.end);
  if (columns_.file) row.add("file", file_);
  return row.text() + "\n";
}

}  // namespace undula::cli
