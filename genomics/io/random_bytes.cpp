#include "genomics/io/random_bytes.h"

#include <htslib/bgzf.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "core/base/error.h"
#include "core/io/open_input.h"
#include "genomics/io/hts_handles.h"

namespace undula {

struct RandomBytes::Impl {
  std::string path;
  std::vector<BgzipBlock> blocks;
  int fd = -1;                        // of a plain file
  std::mutex mutex;                   // of `free`
  std::vector<HtsHandle<BGZF>> free;  // readers that no thread uses

  ~Impl() {
    if (fd >= 0) close(fd);
  }

  HtsHandle<BGZF> take_reader() {
    {
      const std::lock_guard lock(mutex);
      if (!free.empty()) {
        HtsHandle<BGZF> reader = std::move(free.back());
        free.pop_back();
        return reader;
      }
    }
    HtsHandle<BGZF> reader(bgzf_open(path.c_str(), "r"));
    if (reader == nullptr) fail(std::strerror(errno));
    return reader;
  }

  int64_t read_plain(int64_t offset, char* to, int64_t n) const {
    int64_t done = 0;
    while (done < n) {
      const ssize_t got = pread(fd, to + done, static_cast<size_t>(n - done), offset + done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(std::strerror(errno));
      if (got == 0) break;
      done += got;
    }
    return done;
  }

  int64_t read_bgzip(int64_t offset, char* to, int64_t n) {
    const auto at = static_cast<uint64_t>(offset);
    const auto after = std::upper_bound(blocks.begin(), blocks.end(), at,
                                        [](uint64_t value, const BgzipBlock& block) { return value < block.offset; });
    const BgzipBlock& block = *(after - 1);
    if (at - block.offset >= BGZF_MAX_BLOCK_SIZE) return 0;
    HtsHandle<BGZF> reader = take_reader();
    const auto place = static_cast<int64_t>(block.address << 16 | (at - block.offset));
    const ssize_t got =
        bgzf_seek(reader.get(), place, SEEK_SET) < 0 ? -1 : bgzf_read(reader.get(), to, static_cast<size_t>(n));
    if (got < 0) fail("its compressed data cannot be unpacked");
    const std::lock_guard lock(mutex);
    free.push_back(std::move(reader));
    return got;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorKind::kBadInput, "cannot read " + path + ": " + why, path);
  }
};

RandomBytes::RandomBytes(const std::string& path, std::vector<BgzipBlock> blocks) : impl_(std::make_unique<Impl>()) {
  impl_->path = path;
  impl_->blocks = std::move(blocks);
  if (impl_->blocks.empty()) impl_->fd = open_input(path);
}

RandomBytes::~RandomBytes() = default;

int64_t RandomBytes::read(int64_t offset, char* to, int64_t n) const {
  return impl_->blocks.empty() ? impl_->read_plain(offset, to, n) : impl_->read_bgzip(offset, to, n);
}

}  // namespace undula
