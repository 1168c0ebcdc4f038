#pragma once
#include <cstdint>
#include <span>

namespace undula {

/// Numbers by their place, kept in a temporary file: 4 bytes of disk each, and no memory. Errors: those of
/// open_temporary; kFailure where the disk is full.
class ScoreFile {
 public:
  ScoreFile();
  ~ScoreFile();
  ScoreFile(const ScoreFile&) = delete;
  ScoreFile& operator=(const ScoreFile&) = delete;

  void write(int64_t first, std::span<const float> scores);
  /// Reads what was written there.
  void read(int64_t first, std::span<float> scores) const;

 private:
  int fd_;
};

}  // namespace undula
