#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/open_error.h"
#include "core/io/safetensors_checksum.h"
#include "core/io/safetensors_header.h"

namespace undula {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are stored little-endian and read in place");

constexpr uint64_t kHeaderCap = 100'000'000;

/// A file read front to back.
class Input {
 public:
  explicit Input(const std::string& path) : path_(path), fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) throw open_error(path);
  }
  ~Input() { close(fd_); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// The next `n` bytes. Memory grows with what is really there, not with what a header claims.
  std::vector<std::byte> read(uint64_t n, const char* part) {
    constexpr uint64_t kPiece = 64 << 20;
    std::vector<std::byte> bytes;
    while (bytes.size() < n) {
      const size_t had = bytes.size();
      bytes.resize(had + std::min<uint64_t>(n - had, kPiece));
      const size_t got = read_some(std::span(bytes).subspan(had));
      if (had + got < bytes.size()) {
        fail_tensor_file(std::string("the file ends inside ") + part, path_ + ", byte " + std::to_string(offset_));
      }
    }
    return bytes;
  }

  void expect_end() {
    std::byte one;
    if (read_some(std::span(&one, 1)) > 0) {
      fail_tensor_file("bytes follow the last tensor", path_ + ", byte " + std::to_string(offset_ - 1));
    }
  }

 private:
  size_t read_some(std::span<std::byte> to) {
    size_t done = 0;
    while (done < to.size()) {
      const ssize_t got = ::read(fd_, to.data() + done, to.size() - done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0)
        throw Error(ErrorKind::kFailure, std::string("cannot read the file: ") + std::strerror(errno), path_);
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    offset_ += done;
    return done;
  }

  std::string path_;
  int fd_;
  uint64_t offset_ = 0;
};

void verify_checksum(std::string header, const std::string& stored, const std::vector<TensorEntry>& entries,
                     const std::string& path) {
  if (!replace_checksum(header, stored, blank_checksum()) || tensor_file_checksum(header, entries) != stored) {
    fail_tensor_file("the content does not match its checksum", path);
  }
}

}  // namespace

TensorFile read_tensor_file(const std::string& path, Checksum checksum) {
  Input input(path);
  const std::vector<std::byte> size = input.read(8, "its first 8 bytes, the size of its header");
  uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, size.data(), 8);
  if (header_bytes > kHeaderCap) fail_tensor_file("this is no safetensors file", path + ", byte 0");
  const std::vector<std::byte> header_data = input.read(header_bytes, "its header");
  const std::string header_text(reinterpret_cast<const char*>(header_data.data()), header_data.size());

  TensorHeader header = parse_tensor_header(header_text, path);
  TensorFile file;
  file.metadata = header.metadata;
  const std::span<const std::byte> data = file.keep(input.read(header.data_bytes, "its tensors"));
  input.expect_end();
  for (TensorEntry& entry : header.entries) {
    entry.tensor.bytes = data.subspan(entry.begin, entry.end - entry.begin);
    file.tensors.push_back(entry.tensor);
  }

  const auto stored = file.metadata.find(kChecksumKey);
  if (stored != file.metadata.end() && is_checksum(stored->second)) {
    verify_checksum(header_text, stored->second, header.entries, path);
  } else if (checksum == Checksum::kRequired) {
    fail_tensor_file("the file carries no checksum", path + ", header");
  }
  return file;
}

}  // namespace undula
