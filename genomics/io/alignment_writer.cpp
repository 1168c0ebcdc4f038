#include "genomics/io/alignment_writer.h"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/sam.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "genomics/io/cram_reference.h"
#include "genomics/io/index_output.h"

namespace undula {
namespace {

constexpr int kCsiShift = 14;  // the finest bins of a CSI index hold 2^14 bases, as in samtools

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

/// Throws where the header's lines cannot be told apart; HTSlib reads over that until they are needed.
void check_header(const AlignmentReader& input) {
  if (sam_hdr_count_lines(input.header(), "HD") < 0)
    throw Error(ErrorKind::kBadInput,
                "the header of " + input.name() + " breaks the rules of SAM: it cannot be written", input.name(),
                "samtools view -H " + input.name() + " shows it; --format tsv does without");
}

}  // namespace

struct AlignmentWriter::Impl {
  AtomicFile target;
  bool needs_reference;
  std::optional<IndexOutput> index;
  HtsHandle<sam_hdr_t> header;
  HtsHandle<htsFile> file;  // closed before its header goes

  Impl(const std::string& path, AlignmentFormat format, const AlignmentReader& input, const std::string& reference,
       const std::optional<OutputSpot>& from)
      : target(from ? AtomicFile(path, from->bytes) : AtomicFile(path)),
        needs_reference(format == AlignmentFormat::kCram && reference.empty()) {
    check_header(input);
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

  void pack(const std::string& tail) {
    if (tail.empty()) return;
    check(bgzf_write(file->fp.bgzf, tail.data(), tail.size()) == static_cast<ssize_t>(tail.size()));
  }

  void close() {
    errno = 0;
    check(hts_close(file.release()) == 0);
  }
};

AlignmentWriter::AlignmentWriter(const std::string& path, AlignmentFormat format, const AlignmentReader& input,
                                 const std::optional<ProgramLine>& program, const std::string& reference,
                                 const std::optional<OutputSpot>& from)
    : impl_(std::make_unique<Impl>(path, format, input, reference, from)) {
  require(!from || format != AlignmentFormat::kCram, "AlignmentWriter", "CRAM cannot be gone on with");
  if (format == AlignmentFormat::kCram) set_cram_reference(impl_->file.get(), reference);
  if (program)
    impl_->check(sam_hdr_add_pg(impl_->header.get(), "undula", "VN", program->version.c_str(), "CL",
                                program->one_line().c_str(), nullptr) == 0);
  if (format == AlignmentFormat::kCram) drop_remote_references(impl_->header.get());
  if (from && !from->is_start()) {
    impl_->pack(from->tail);
    return;
  }
  errno = 0;
  impl_->check(sam_hdr_write(impl_->file.get(), impl_->header.get()) == 0);
}

AlignmentWriter::~AlignmentWriter() = default;

void AlignmentWriter::add_index() {
  const bool is_cram = impl_->file->format.format == cram;
  impl_->index.emplace(impl_->target.name() + (is_cram ? ".crai" : ".csi"));
  errno = 0;
  impl_->check(sam_idx_init(impl_->file.get(), impl_->header.get(), kCsiShift, impl_->index->place()) == 0);
}

void AlignmentWriter::write(const AlignmentRecord& record) {
  errno = 0;
  if (sam_write1(impl_->file.get(), impl_->header.get(), record.get()) >= 0) return;
  if (errno == 0 && impl_->index && !impl_->needs_reference)
    throw Error(ErrorKind::kBadInput, "records are not in the order of the reference: no index can be made",
                record.name(), "samtools sort first, or no --write-index");
  impl_->check(false);
}

OutputSpot AlignmentWriter::save() {
  const htsFile& file = *impl_->file;
  const bool packed = file.is_bgzf != 0;
  errno = 0;
  impl_->check(hflush(packed ? file.fp.bgzf->fp : file.fp.hfile) == 0);
  return {impl_->target.sync(), packed ? waiting_bytes(file.fp.bgzf) : ""};
}

void AlignmentWriter::commit() {
  errno = 0;
  if (impl_->index) impl_->check(sam_idx_save(impl_->file.get()) == 0);
  impl_->close();
  impl_->target.commit();
  if (impl_->index) impl_->index->commit();
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
