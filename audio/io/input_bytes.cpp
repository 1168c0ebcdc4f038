#include "audio/io/input_bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "core/base/error.h"
#include "core/io/open_input.h"
#include "core/io/temporary_file.h"

namespace undula {
namespace {

void write_all(int fd, const char* at, size_t bytes, const std::string& name) {
  while (bytes > 0) {
    const ssize_t written = write(fd, at, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      throw Error(ErrorKind::kFailure, "cannot copy " + name + " to a temporary file: " + std::strerror(errno), name,
                  "set TMPDIR to a folder with room");
    }
    at += written;
    bytes -= static_cast<size_t>(written);
  }
}

}  // namespace

InputBytes::InputBytes(const std::string& path) : name_(path == "-" ? "stdin" : path), fd_(open_input(path)) {
  start_ = lseek(fd_, 0, SEEK_CUR);
  seekable_ = start_ >= 0;
}

InputBytes::~InputBytes() {
  if (fd_ >= 0) close(fd_);
}

size_t InputBytes::read(void* to, size_t bytes) {
  size_t done = 0;
  while (done < bytes) {
    const ssize_t got = ::read(fd_, static_cast<char*>(to) + done, bytes - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorKind::kFailure, "cannot read " + name_ + ": " + std::strerror(errno), name_);
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  if (keeping_ && !seekable_) kept_.insert(kept_.end(), static_cast<char*>(to), static_cast<char*>(to) + done);
  return done;
}

void InputBytes::keep_no_more() {
  keeping_ = false;
  kept_ = {};
}

void InputBytes::rewind_to_file() {
  if (!seekable_) spool();
  if (lseek(fd_, start_, SEEK_SET) < 0) {
    throw Error(ErrorKind::kFailure, "cannot read " + name_ + ": " + std::strerror(errno), name_);
  }
}

void InputBytes::spool() {
  const int file = open_temporary();
  try {
    write_all(file, kept_.data(), kept_.size(), name_);
    keep_no_more();
    std::vector<char> piece(1 << 16);
    while (const size_t got = read(piece.data(), piece.size())) write_all(file, piece.data(), got, name_);
  } catch (...) {
    close(file);
    throw;
  }
  close(fd_);
  fd_ = file;
  start_ = 0;
  seekable_ = true;
}

}  // namespace undula
