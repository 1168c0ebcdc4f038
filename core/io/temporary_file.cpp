#include "core/io/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/base/error.h"

namespace undula {

int open_temporary() {
  const char* folder = std::getenv("TMPDIR");
  std::string path = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/undula-XXXXXX";
  const int fd = mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) {
    throw Error(ErrorKind::kFailure, "cannot make a temporary file: " + std::string(std::strerror(errno)), path,
                "set TMPDIR to a folder that can be written");
  }
  unlink(path.c_str());
  return fd;
}

}  // namespace undula
