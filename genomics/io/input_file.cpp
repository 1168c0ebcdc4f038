#include "genomics/io/input_file.h"

#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/open_input.h"

namespace undula {

namespace {

constexpr int kMostUnpackers = 4;  // one thread cannot take in more than these unpack

}  // namespace

InputFile::InputFile(const std::string& path, int threads)
    : name_(path == "-" ? "stdin" : path),
      from_stdin_(path == "-"),
      unpackers_(std::clamp(threads - 1, 0, kMostUnpackers)) {
  hts_set_log_level(HTS_LOG_OFF);  // our errors say it
  const int fd = open_input(path);
  stream_.reset(hdopen(fd, "r"));
  if (stream_ == nullptr) {
    close(fd);
    throw Error(ErrorKind::kFailure, "cannot read '" + path + "': " + std::strerror(errno), path);
  }
}

bool InputFile::holds_alignments() const {
  const int format = content();
  return format == bam || format == cram || format == sam;
}

bool InputFile::holds_vcf() const {
  return content() == vcf;
}

bool InputFile::holds_bcf() const {
  return content() == bcf;
}

int InputFile::content() const {
  htsFormat format;
  return hts_detect_format2(stream_.get(), name_.c_str(), &format) == 0 ? format.format : unknown_format;
}

}  // namespace undula
