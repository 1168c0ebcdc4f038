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
  htsFormat format;
  if (hts_detect_format2(stream_.get(), name_.c_str(), &format) != 0) return false;
  return format.format == bam || format.format == cram || format.format == sam;
}

}  // namespace undula
