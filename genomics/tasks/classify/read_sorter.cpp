#include "genomics/tasks/classify/read_sorter.h"

#include <algorithm>

#include "genomics/tasks/classify/alignment_tagger.h"

namespace undula {
namespace {

std::vector<std::string> files_of(const std::string& name, bool pairs) {
  if (name.empty()) return {};
  const size_t mark = pairs ? name.find('#') : std::string::npos;
  if (mark == std::string::npos) return {name};
  const std::string before = name.substr(0, mark), behind = name.substr(mark + 1);
  return {before + "_1" + behind, before + "_2" + behind};
}

/// The text of a record with its call at the end of its header line.
std::string with_tags(std::string text, const std::string& label, float probability) {
  size_t end = text.find('\n');
  if (end > 0 && text[end - 1] == '\r') --end;
  return text.insert(end, std::string("\t") + kLabelTag + ":Z:" + label + "\t" + kProbabilityTag +
                              ":f:" + probability_text(probability));
}

}  // namespace

std::vector<std::string> SortedNames::files() const {
  std::vector<std::string> files = files_of(classified, pairs);
  for (const std::string& file : files_of(unclassified, pairs)) files.push_back(file);
  return files;
}

ReadSorter::ReadSorter(const SortedNames& names, const std::vector<std::string>& classes, const OutputSpots& spots,
                       size_t first)
    : classes_(classes) {
  for (const std::string& file : files_of(names.classified, names.pairs))
    classified_.emplace_back(file, spots[first++]);
  for (const std::string& file : files_of(names.unclassified, names.pairs))
    unclassified_.emplace_back(file, spots[first++]);
}

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

std::vector<ResumableOutput*> ReadSorter::outputs() {
  std::vector<ResumableOutput*> outputs;
  for (TextWriter& writer : classified_) outputs.push_back(&writer);
  for (TextWriter& writer : unclassified_) outputs.push_back(&writer);
  return outputs;
}

}  // namespace undula
