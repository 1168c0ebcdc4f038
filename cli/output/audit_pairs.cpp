#include "cli/output/audit_pairs.h"

#include "cli/term/format.h"
#include "genomics/io/text_writer.h"

namespace undula::cli {
namespace {

std::string cells(const FlaggedSample& sample, const std::vector<std::string>& classes) {
  std::string text = std::string(to_string(sample.split)) + "\t" + sample.id + "\t" + sample.source + "\t";
  if (sample.line > 0) text += std::to_string(sample.line);
  return text + "\t" + classes[static_cast<size_t>(sample.label)];
}

}  // namespace

void write_pairs(const std::string& path, const std::vector<FlaggedPair>& pairs,
                 const std::vector<std::string>& classes) {
  TextWriter writer(path);
  writer.write("kind\tsimilarity\tsplit\tid\tsource\tline\tlabel\tof_split\tof_id\tof_source\tof_line\tof_label\n");
  for (const FlaggedPair& pair : pairs) {
    writer.write(pair.kind + "\t" + fixed(pair.similarity, 3) + "\t" + cells(pair.sample, classes) + "\t" +
                 cells(pair.of, classes) + "\n");
  }
  writer.commit();
}

}  // namespace undula::cli
