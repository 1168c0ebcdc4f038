#include "genomics/tasks/read_sorter.h"

#include <algorithm>

#include "genomics/tasks/alignment_tagger.h"

namespace undula {
namespace {

std::vector<TextWriter> open_writers(const std::string& name, bool pairs) {
  std::vector<TextWriter> writers;
  const size_t mark = pairs ? name.find('#') : std::string::npos;
  if (mark == std::string::npos) {
    if (!name.empty()) writers.emplace_back(name);
    return writers;
  }
  for (const char* mate : {"_1", "_2"}) writers.emplace_back(name.substr(0, mark) + mate + name.substr(mark + 1));
  return writers;
}

/// The text of a record with its call at the end of its header line.
std::string with_tags(std::string text, const std::string& label, float probability) {
  size_t end = text.find('\n');
  if (end > 0 && text[end - 1] == '\r') --end;
  return text.insert(end, std::string("\t") + kLabelTag + ":Z:" + label + "\t" + kProbabilityTag +
                              ":f:" + probability_text(probability));
}

}  // namespace

ReadSorter::ReadSorter(const SortedNames& names, const std::vector<std::string>& classes)
    : classified_(open_writers(names.classified, names.pairs)),
      unclassified_(open_writers(names.unclassified, names.pairs)),
      classes_(classes) {}

void ReadSorter::write(const Call& call) {
  std::vector<TextWriter>& writers = call.label() < 0 ? unclassified_ : classified_;
  if (writers.empty()) return;
  const auto label = static_cast<size_t>(call.label());
  for (size_t i = 0; i < call.records.size(); ++i) {
    TextWriter& writer = writers[std::min(i, writers.size() - 1)];
    const std::string& text = call.records[i].text;
    writer.write(call.label() < 0 ? text : with_tags(text, classes_[label], call.probabilities[label]));
  }
}

std::vector<RecordOutput*> ReadSorter::outputs() {
  std::vector<RecordOutput*> outputs;
  for (TextWriter& writer : classified_) outputs.push_back(&writer);
  for (TextWriter& writer : unclassified_) outputs.push_back(&writer);
  return outputs;
}

}  // namespace undula
