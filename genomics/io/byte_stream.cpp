#include "genomics/io/byte_stream.h"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/base/error.h"

namespace undula {
namespace {

/// Content that is not text after gzip has been undone, and how to make it so.
struct ForeignContent {
  std::string_view magic;
  const char* what;
  const char* hint;
};
using namespace std::string_view_literals;
constexpr std::array<ForeignContent, 6> kForeign = {{
    {"BAM\1"sv, "is BAM", "samtools fastq"},
    {"CRAM"sv, "is CRAM", "samtools fastq"},
    {"\xFD"
     "7zXZ\0"sv,
     "is compressed with xz", "xz -dc"},
    {"BZh"sv, "is compressed with bzip2", "bzip2 -dc"},
    {"\x28\xB5\x2F\xFD"sv, "is compressed with zstd", "zstd -dc"},
    {"PK\3\4"sv, "is a zip archive", "unzip -p"},
}};

}  // namespace

struct ByteStream::Impl {
  std::string name;
  bool from_stdin = false;
  BGZF* file = nullptr;
  bool threaded = false;
  int64_t offset = 0;

  ~Impl() { close(); }

  void open(InputFile input) {
    file = bgzf_hopen(input.stream(), "r");
    if (file == nullptr) {
      throw Error(ErrorKind::kBadInput, "cannot read '" + input.name() + "': " + std::strerror(errno), input.name());
    }
    input.release_stream();
    threaded = input.unpackers() > 0 && file->is_compressed && !file->is_gzip &&
               std::filesystem::is_regular_file(name) && bgzf_check_EOF(file) == 1 &&
               bgzf_mt(file, input.unpackers(), 0) == 0;
  }

  void close() {
    if (file != nullptr) static_cast<void>(bgzf_close(file));
    file = nullptr;
  }

  /// Unpacks the next block; false where it cannot be.
  bool read_block() {
    errno = 0;
    return bgzf_read_block(file) == 0;
  }

  /// Goes back to the block that comes next, without further threads, and unpacks it.
  bool read_block_again() {
    close();
    open(InputFile(name));
    int64_t end = 0;
    do {
      if (!read_block()) return false;
      end += file->block_length;
    } while (end <= offset && file->block_length > 0);
    return true;
  }

  [[noreturn]] void fail(const std::string& what, const std::string& hint = "") const {
    throw Error(ErrorKind::kBadInput, what, name + ", after " + std::to_string(offset) + " bytes of content", hint);
  }

  void refuse_foreign(std::string_view start) const {
    for (const ForeignContent& foreign : kForeign) {
      if (!start.starts_with(foreign.magic)) continue;
      throw Error(ErrorKind::kBadInput, name + " " + foreign.what + ", which is not read here", name,
                  std::string(foreign.hint) + " " + (from_stdin ? "..." : name) + " | undula ... -");
    }
  }

  void refuse_end() const {
    if (offset == 0) throw Error(ErrorKind::kBadInput, name + " is empty", name);
    if (file->no_eof_block) {
      fail(name + " is cut short: its bgzip end-of-file block is missing", "copy or download the file again");
    }
  }
};

ByteStream::ByteStream(InputFile input) : impl_(std::make_unique<Impl>()) {
  impl_->from_stdin = input.from_stdin();
  impl_->name = input.name();
  impl_->open(std::move(input));
}

ByteStream::~ByteStream() = default;
ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;

std::string_view ByteStream::next() {
  bool good = impl_->read_block();
  // Threads that give up leave the reading to this one, past blocks that they dropped.
  if (impl_->threaded && (!good || impl_->file->mt == nullptr)) good = impl_->read_block_again();
  const BGZF* file = impl_->file;
  if (!good) {
    if (errno != 0 && !file->is_compressed) impl_->fail("cannot read " + impl_->name + ": " + std::strerror(errno));
    impl_->fail(impl_->name + " is cut short or damaged: its compressed data cannot be unpacked",
                "gzip -t " + impl_->name + " tests a file; copy or download it again");
  }
  const std::string_view piece(static_cast<const char*>(file->uncompressed_block),
                               static_cast<size_t>(file->block_length));
  if (impl_->offset == 0) impl_->refuse_foreign(piece);
  if (piece.empty()) impl_->refuse_end();
  impl_->offset += static_cast<int64_t>(piece.size());
  return piece;
}

const std::string& ByteStream::name() const {
  return impl_->name;
}
const char* ByteStream::packing() const {
  if (!impl_->file->is_compressed) return "plain";
  return impl_->file->is_gzip ? "gzip" : "bgzip";
}
int64_t ByteStream::offset() const {
  return impl_->offset;
}
int64_t ByteStream::block_address() const {
  return impl_->file->block_address;
}

}  // namespace undula
