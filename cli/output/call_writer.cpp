#include "cli/output/call_writer.h"

#include <array>
#include <charconv>

#include "core/io/json.h"

namespace undula::cli {
namespace {

/// The shortest digits that read back to the same fp32 value, never with an exponent.
std::string probability_text(float value) {
  std::array<char, 64> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr};
}

}  // namespace

CallWriter::CallWriter(const std::string& path, const std::vector<std::string>& classes, const CallColumns& columns,
                       bool json)
    : writer_(path), classes_(classes), columns_(columns), json_(json) {
  if (!json_) write_header();
}

void CallWriter::write_header() {
  std::string line = "id\tlabel\tprobability";
  for (const std::string& name : classes_) line += "\t" + name;
  if (columns_.part) line += "\tstart\tend";
  if (columns_.file) line += "\tfile";
  writer_.write(line + "\n");
}

void CallWriter::write(const Call& call) {
  if (json_) {
    write_object(call);
  } else {
    write_row(call);
  }
}

void CallWriter::write_row(const Call& call) {
  const int64_t best = call.best();
  std::string line = call.id + "\t";
  if (best < 0) {
    line += std::string(kUnclassified) + "\tNA";
    for (size_t c = 0; c < classes_.size(); ++c) line += "\tNA";
  } else {
    const auto label = static_cast<size_t>(best);
    line += classes_[label] + "\t" + probability_text(call.probabilities[label]);
    for (const float probability : call.probabilities) line += "\t" + probability_text(probability);
  }
  if (columns_.part) line += "\t" + std::to_string(call.begin) + "\t" + std::to_string(call.end);
  if (columns_.file) line += "\t" + file_;
  writer_.write(line + "\n");
}

void CallWriter::write_object(const Call& call) {
  const int64_t best = call.best();
  JsonObject row, probabilities;
  row.add("id", call.id);
  row.add("label", best < 0 ? kUnclassified : classes_[static_cast<size_t>(best)].c_str());
  for (size_t c = 0; c < call.probabilities.size(); ++c) probabilities.add(classes_[c], call.probabilities[c]);
  row.add("probabilities", probabilities);
  if (columns_.part) row.add("start", call.begin).add("end", call.end);
  if (columns_.file) row.add("file", file_);
  writer_.write(row.text() + "\n");
}

}  // namespace undula::cli
