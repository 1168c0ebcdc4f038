#include "genomics/tasks/score/score_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/temporary_file.h"

namespace undula {
namespace {

/// Calls `move(bytes, count, place)`, pread or pwrite, until all is moved.
template <class Byte, class Move>
void move_all(Byte* bytes, size_t count, int64_t place, Move move) {
  while (count > 0) {
    const ssize_t moved = move(bytes, count, place);
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0)
      throw Error(ErrorKind::kFailure,
                  std::string("scores cannot be kept in a temporary file: ") +
                      (moved < 0 ? std::strerror(errno) : "it is too short"),
                  "temporary file", "set TMPDIR to a folder with room");
    bytes += moved;
    place += moved;
    count -= static_cast<size_t>(moved);
  }
}

constexpr auto kSize = static_cast<int64_t>(sizeof(float));

}  // namespace

ScoreFile::ScoreFile() : fd_(open_temporary()) {}
ScoreFile::~ScoreFile() {
  close(fd_);
}

void ScoreFile::write(int64_t first, std::span<const float> scores) {
  const auto bytes = std::as_bytes(scores);
  move_all(bytes.data(), bytes.size(), first * kSize,
           [&](const std::byte* from, size_t count, int64_t place) { return pwrite(fd_, from, count, place); });
}

void ScoreFile::read(int64_t first, std::span<float> scores) const {
  const auto bytes = std::as_writable_bytes(scores);
  move_all(bytes.data(), bytes.size(), first * kSize,
           [&](std::byte* to, size_t count, int64_t place) { return pread(fd_, to, count, place); });
}

}  // namespace undula
