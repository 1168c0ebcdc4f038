#include "cli/output/alignment_output.h"

#include <unistd.h>

namespace undula::cli {

std::optional<AlignmentFormat> alignment_output(const std::string& format, const std::string& path) {
  const auto is = [&](const std::string& name) { return format.empty() ? path.ends_with("." + name) : format == name; };
  if (is("sam")) return AlignmentFormat::kSam;
  if (is("sam.gz")) return AlignmentFormat::kBgzipSam;
  if (is("cram")) return AlignmentFormat::kCram;
  if (!is("bam")) return std::nullopt;
  if (path != "-") return AlignmentFormat::kBam;
  return isatty(STDOUT_FILENO) == 1 ? AlignmentFormat::kSam : AlignmentFormat::kUncompressedBam;
}

}  // namespace undula::cli
