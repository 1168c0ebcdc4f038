#include "genomics/io/input_file.h"

#include <fcntl.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "core/base/error.h"
#include "core/base/suggest.h"

namespace undula {
namespace {

namespace fs = std::filesystem;

std::string nearest_name(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, ignored)) {
    names.push_back(entry.path().filename().string());
  }
  const std::string near = closest(fs::path(path).filename().string(), names);
  return near.empty() ? "" : (folder / near).string();
}

int open_file(const std::string& path) {
  const int fd = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && path == "-") throw Error(ErrorKind::kMissing, "stdin is closed");
  if (fd < 0 && errno == ENOENT) {
    const std::string near = nearest_name(path);
    throw Error(ErrorKind::kMissing, "no such file: " + path, path, near.empty() ? "" : "did you mean " + near + "?");
  }
  if (fd < 0) throw Error(ErrorKind::kMissing, "cannot read '" + path + "': " + std::strerror(errno), path);
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    close(fd);
    throw Error(ErrorKind::kBadInput, "'" + path + "' is a folder, not a file", path);
  }
  return fd;
}

}  // namespace

InputFile::InputFile(const std::string& path) : name_(path == "-" ? "stdin" : path), from_stdin_(path == "-") {
  hts_set_log_level(HTS_LOG_OFF);  // our errors say it
  const int fd = open_file(path);
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
