#include "cli/output/audit_pairs.h"

#include "cli/term/format.h"
#include "genomics/io/text_writer.h"

namespace undula::cli {
namespace {

std::string cells(const FlaggedSequence& sequence, const std::vector<std::string>& classes) {
  std::string text = std::string(to_string(sequence.split)) + "\t" + sequence.id + "\t" + sequence.source + "\t";
  if (sequence.line > 0) text += std::to_string(sequence.line);
  return text + "\t" + classes[static_cast<size_t>(sequence.label)];
}

}  // namespace

void write_pairs(const std::string& path, const std::vector<FlaggedPair>& pairs,
                 const std::vector<std::string>& classes) {
  TextWriter writer(path);
  writer.write("kind\tsimilarity\tsplit\tid\tsource\tline\tlabel\tof_split\tof_id\tof_source\tof_line\tof_label\n");
  for (const FlaggedPair& pair : pairs) {
    writer.write(pair.kind + "\t" + fixed(pair.similarity, 3) + "\t" + cells(pair.sequence, classes) + "\t" +
                 cells(pair.of, classes) + "\n");
  }
  writer.commit();
}

}  // namespace undula::cli
