#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

/// What a file with this name is, a symbolic link followed.
std::string target_of(const std::string& path) {
  return std::filesystem::exists(path) ? std::filesystem::canonical(path).string() : path;
}

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

std::string partial_name(const std::string& path) {
  return target_of(path) + ".partial";
}

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
  target_ = target_of(path);
  temporary_ = temporary_name(target_);
  open_temporary(O_TRUNC);
  if (exists) fchmod(fd_, status.st_mode & 07777);
}

AtomicFile::AtomicFile(const std::string& path, int64_t kept) : name_(path) {
  struct stat status;
  const bool exists = stat(path.c_str(), &status) == 0;
  if (path == "-" || (exists && !S_ISREG(status.st_mode)))
    throw Error(ErrorKind::kUsage, "only a file can be gone on with", path == "-" ? "stdout" : path, "-o FILE");
  target_ = target_of(path);
  temporary_ = partial_name(path);
  kept_ = std::filesystem::exists(temporary_);
  open_temporary(0);
  try {
    if (flock(fd_, LOCK_EX | LOCK_NB) != 0) fail("another program is writing '" + temporary_ + "'", errno);
    if (fstat(fd_, &status) != 0) fail("cannot read '" + temporary_ + "'", errno);
    if (status.st_size < kept)
      throw Error(ErrorKind::kBadInput, "'" + temporary_ + "' is shorter than it was", temporary_, "begin anew");
    if (ftruncate(fd_, kept) != 0 || lseek(fd_, 0, SEEK_END) < 0) fail("cannot write '" + temporary_ + "'", errno);
  } catch (const Error&) {
    close(fd_);
    throw;
  }
}

void AtomicFile::open_temporary(int flags) {
  fd_ = open(temporary_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0666);
  if (fd_ < 0 && errno == ENOENT) {
    throw Error(ErrorKind::kMissing, "cannot write '" + name_ + "': its folder is not there", name_,
                "make the folder first: mkdir -p '" + std::filesystem::path(name_).parent_path().string() + "'");
  }
  if (fd_ < 0) fail("cannot write '" + name_ + "'", errno);
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  close(fd_);
  if (!target_.empty() && !kept_) unlink(temporary_.c_str());
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

int64_t AtomicFile::sync() {
  if (failed_) fail("'" + name_ + "' is incomplete after a failed write", 0);
  if (fdatasync(fd_) != 0) fail("cannot write '" + name_ + "' to disk", errno);
  const off_t bytes = lseek(fd_, 0, SEEK_CUR);
  if (bytes < 0) fail("cannot write '" + name_ + "'", errno);
  kept_ = true;
  return bytes;
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
  const std::string kept = partial_name(target_);
  if (rename(temporary_.c_str(), kept.c_str()) != 0)
    fail("cannot rename '" + temporary_ + "' to '" + kept + "'", errno);
  close(std::exchange(fd_, -1));
  return kept;
}

void AtomicFile::discard() {
  if (!target_.empty()) unlink(temporary_.c_str());
  close(std::exchange(fd_, -1));
}

void AtomicFile::fail(const std::string& what, int error) const {
  throw Error(ErrorKind::kFailure, error != 0 ? what + ": " + std::strerror(error) : what, name_,
              error == ENOSPC || error == EDQUOT ? "free some space, or write elsewhere" : "");
}

}  // namespace undula
