#include "genomics/io/alignment_writer.h"

#include <htslib/hfile.h>
#include <htslib/sam.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "genomics/io/cram_reference.h"

namespace undula {
namespace {

const char* mode_of(AlignmentFormat format) {
  switch (format) {
    case AlignmentFormat::kSam:
      return "w";
    case AlignmentFormat::kBgzipSam:
      return "wz";
    case AlignmentFormat::kBam:
      return "wb";
    case AlignmentFormat::kUncompressedBam:
      return "wb0";
    default:
      return "wc";
  }
}

}  // namespace

struct AlignmentWriter::Impl {
  AtomicFile target;
  bool needs_reference;
  HtsHandle<sam_hdr_t> header;
  HtsHandle<htsFile> file;  // closed before its header goes

  Impl(const std::string& path, AlignmentFormat format, const AlignmentReader& input, const std::string& reference)
      : target(path), needs_reference(format == AlignmentFormat::kCram && reference.empty()) {
    const int fd = dup(target.descriptor());
    HtsHandle<hFILE> stream(fd < 0 ? nullptr : hdopen(fd, "w"));
    check(stream != nullptr);
    file.reset(hts_hopen(stream.get(), target.name().c_str(), mode_of(format)));
    check(file != nullptr);
    static_cast<void>(stream.release());
    header.reset(sam_hdr_dup(input.header()));
    check(header != nullptr);
  }

  void check(bool good) const {
    if (good) return;
    const std::string what = "cannot write '" + target.name() + "'";
    if (needs_reference && errno == 0)
      throw Error(ErrorKind::kMissing, what + ": CRAM needs the reference", target.name(), "--reference FILE.fa");
    throw Error(ErrorKind::kFailure, what + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""), target.name(),
                errno == ENOSPC ? "free some space, or write elsewhere" : "");
  }

  void close() {
    errno = 0;
    check(hts_close(file.release()) == 0);
  }
};

AlignmentWriter::AlignmentWriter(const std::string& path, AlignmentFormat format, const AlignmentReader& input,
                                 const ProgramLine& program, const std::string& reference)
    : impl_(std::make_unique<Impl>(path, format, input, reference)) {
  if (format == AlignmentFormat::kCram) set_cram_reference(impl_->file.get(), reference);
  impl_->check(sam_hdr_add_pg(impl_->header.get(), "undula", "VN", program.version.c_str(), "CL",
                              program.one_line().c_str(), nullptr) == 0);
  if (format == AlignmentFormat::kCram) drop_remote_references(impl_->header.get());
  errno = 0;
  impl_->check(sam_hdr_write(impl_->file.get(), impl_->header.get()) == 0);
}

AlignmentWriter::~AlignmentWriter() = default;

void AlignmentWriter::write(const AlignmentRecord& record) {
  errno = 0;
  impl_->check(sam_write1(impl_->file.get(), impl_->header.get(), record.get()) >= 0);
}

void AlignmentWriter::commit() {
  impl_->close();
  impl_->target.commit();
}

std::string AlignmentWriter::keep_partial() noexcept {
  try {
    impl_->close();
    return impl_->target.keep_partial();
  } catch (const Error&) {
    return "";
  }
}

}  // namespace undula
