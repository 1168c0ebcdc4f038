#pragma once
#include <string>
#include <vector>

#include "genomics/io/text_writer.h"
#include "genomics/tasks/classify/call_stream.h"

namespace undula {

/// Where records go by their call; an empty name: nowhere. With pairs, '#' in a name becomes _1 and _2, one file for
/// the first mates and one for the second, as kraken2 does it; without '#' both mates go into one file.
struct SortedNames {
  std::string classified, unclassified;
  bool pairs = false;

  /// The files, those for records with a label first.
  std::vector<std::string> files() const;
};

/// Writes the text of records, as it stood in their file, into one file for those that got a label and one for those
/// that did not. The header of the former gains the tags of docs/tags.md, separated by tabs.
class ReadSorter {
 public:
  /// The spots of its outputs are those from number `first` on.
  ReadSorter(const SortedNames& names, const std::vector<std::string>& classes, const OutputSpots& spots = {},
             size_t first = 0);

  /// The next call, whose records have text (ClassifyOptions::keep_text).
  void write(const Call& call);
  std::vector<ResumableOutput*> outputs();

 private:
  std::vector<TextWriter> classified_, unclassified_;  // one, or one for each mate
  const std::vector<std::string>& classes_;
};

}  // namespace undula
