#include "core/io/open_input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/io/open_error.h"

namespace undula {

int open_input(const std::string& path) {
  const int fd = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && path == "-") throw Error(ErrorKind::kMissing, "stdin is closed");
  if (fd < 0) throw open_error(path);
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    close(fd);
    throw Error(ErrorKind::kBadInput, "'" + path + "' is a folder, not a file", path);
  }
  return fd;
}

}  // namespace undula
