#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

std::string temporary_name(const std::string& target) {
  return target + "." + std::to_string(getpid()) + ".partial";
}

/// Syncs the folder, so that the new name itself survives a power cut. Not every file system can: no error if not.
void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path) : name_(path) {
  if (path == "-") {
    name_ = "stdout";
    fd_ = dup(STDOUT_FILENO);
    if (fd_ < 0) fail("stdout is closed", errno);
    return;
  }
  struct stat status;
  const bool exists = stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) fail("cannot write to '" + path + "': it is a folder", 0);
  if (exists && !S_ISREG(status.st_mode)) {
    fd_ = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd_ < 0) fail("cannot open '" + path + "' for writing", errno);
    return;
  }
  target_ = exists ? std::filesystem::canonical(path).string() : path;
  temporary_ = temporary_name(target_);
  fd_ = open(temporary_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd_ < 0 && errno == ENOENT) {
    throw Error(ErrorKind::kMissing, "cannot write '" + path + "': its folder is not there", path,
                "make the folder first: mkdir -p '" + std::filesystem::path(path).parent_path().string() + "'");
  }
  if (fd_ < 0) fail("cannot write '" + path + "'", errno);
  if (exists) fchmod(fd_, status.st_mode & 07777);
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  close(fd_);
  if (!target_.empty()) unlink(temporary_.c_str());
}

void AtomicFile::write(const void* data, size_t bytes) {
  const char* at = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t written = ::write(fd_, at, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      failed_ = true;
      fail(errno == EPIPE ? "the reader of " + name_ + " went away" : "cannot write '" + name_ + "'", errno);
    }
    at += written;
    bytes -= static_cast<size_t>(written);
  }
}

void AtomicFile::commit() {
  if (failed_) fail("'" + name_ + "' is incomplete after a failed write", 0);
  const bool direct = target_.empty();
  if (!direct && fsync(fd_) != 0) fail("cannot write '" + name_ + "' to disk", errno);
  // Some file systems report a full disk only here.
  if (close(std::exchange(fd_, -1)) != 0) {
    const int error = errno;
    if (!direct) unlink(temporary_.c_str());
    fail("cannot finish '" + name_ + "'", error);
  }
  if (direct) return;
  if (rename(temporary_.c_str(), target_.c_str()) != 0) {
    const int error = errno;
    unlink(temporary_.c_str());
    fail("cannot rename '" + temporary_ + "' to '" + target_ + "'", error);
  }
  sync_folder_of(target_);
}

std::string AtomicFile::keep_partial() {
  if (target_.empty()) return "";
  const std::string kept = target_ + ".partial";
  if (rename(temporary_.c_str(), kept.c_str()) != 0)
    fail("cannot rename '" + temporary_ + "' to '" + kept + "'", errno);
  close(std::exchange(fd_, -1));
  return kept;
}

void AtomicFile::fail(const std::string& what, int error) const {
  throw Error(ErrorKind::kFailure, error != 0 ? what + ": " + std::strerror(error) : what, name_,
              error == ENOSPC || error == EDQUOT ? "free some space, or write elsewhere" : "");
}

}  // namespace undula
