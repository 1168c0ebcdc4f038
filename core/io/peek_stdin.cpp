#include "core/io/peek_stdin.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace undula {
namespace {

/// tee(2) copies from pipe to pipe without taking anything out.
ssize_t peek_pipe(char* to, size_t bytes) {
  std::array<int, 2> copy{};
  if (pipe2(copy.data(), O_CLOEXEC) != 0) return 0;
  ssize_t got = tee(STDIN_FILENO, copy[1], bytes, 0);
  if (got > 0) got = read(copy[0], to, static_cast<size_t>(got));
  close(copy[0]);
  close(copy[1]);
  return got;
}

}  // namespace

std::string peek_stdin(size_t bytes) {
  std::string text(bytes, '\0');
  const off_t here = lseek(STDIN_FILENO, 0, SEEK_CUR);
  const ssize_t got = here >= 0 ? pread(STDIN_FILENO, text.data(), bytes, here) : peek_pipe(text.data(), bytes);
  text.resize(static_cast<size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

}  // namespace undula
