#pragma once
#include <optional>
#include <string>

#include "genomics/io/alignment_writer.h"

namespace undula::cli {

/// The alignments that `format` ("bam", "cram", "sam"; empty: the suffix of `path`) asks for; none for other formats.
/// BAM on standard output ("-") is not compressed, as samtools reads it fastest, and SAM on a terminal.
std::optional<AlignmentFormat> alignment_output(const std::string& format, const std::string& path);

}  // namespace undula::cli
